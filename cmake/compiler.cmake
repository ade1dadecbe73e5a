# How everything here is compiled: the language, the warnings, the sanitizers and the hardening, each as one
# INTERFACE target that guard_module() links.
option(GUARD_TESTS "Build the tests" OFF)
option(GUARD_BENCHMARKS "Build the benchmarks" OFF)
option(GUARD_FUZZ "Build the fuzz targets against libFuzzer (clang only)" OFF)
option(GUARD_HARDENING "Compile with hardening; configuring fails where a flag is not supported" OFF)
set(GUARD_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
include(CheckPIESupported)
check_pie_supported()
include(CheckCXXCompilerFlag)
include(CheckLinkerFlag)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(guard_warnings INTERFACE)
target_compile_options(guard_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wdouble-promotion
  -Wimplicit-fallthrough -Wformat=2 -Wcast-align -Werror
  # GCC 12 sees overlaps in std::string that are not there (its bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  # RapidJSON's iterators compare both ways round.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-ambiguous-reversed-operator>)

add_library(guard_sanitizers INTERFACE)
if(GUARD_SANITIZE)
  target_compile_options(guard_sanitizers INTERFACE
    -fsanitize=${GUARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(guard_sanitizers INTERFACE -fsanitize=${GUARD_SANITIZE})
  if(GUARD_SANITIZE MATCHES undefined)
    # RapidJSON adds to the null pointer of its empty stack.
    target_compile_options(guard_sanitizers INTERFACE -fno-sanitize=pointer-overflow)
  endif()
endif()
if(GUARD_FUZZ)
  target_compile_options(guard_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()

add_library(guard_hardening INTERFACE)
if(GUARD_HARDENING)
  if(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
    set(branches -mbranch-protection=standard)
  else()
    set(branches -fcf-protection=full)
  endif()
  foreach(flag -fstack-protector-strong -fstack-clash-protection ${branches})
    string(MAKE_C_IDENTIFIER "guard_has${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(NOT ${known})
      message(FATAL_ERROR "GUARD_HARDENING is on and this compiler does not know ${flag}")
    endif()
    target_compile_options(guard_hardening INTERFACE ${flag})
  endforeach()
  target_compile_options(guard_hardening INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -D_GLIBCXX_ASSERTIONS)
  foreach(flag relro now noexecstack)
    check_linker_flag(CXX "-Wl,-z,${flag}" guard_links_${flag})
    if(NOT guard_links_${flag})
      message(FATAL_ERROR "GUARD_HARDENING is on and this linker does not know -z ${flag}")
    endif()
    target_link_options(guard_hardening INTERFACE "-Wl,-z,${flag}")
  endforeach()
  message(STATUS "hardening: on")
else()
  message(STATUS "hardening: off")
endif()

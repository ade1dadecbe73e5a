# guard_module(NAME [FOLDER folder] [SOURCES file...] [USES module...] [EXTERNAL library...])
#
# One folder, one library, one namespace, one include prefix: NAME, the folder's own. If both programs have a folder of that
# name (commands), NAME has the program's before it (webhook_commands), and FOLDER is the include prefix (commands).
# The include root of a module holds only a link to its folder, so #include "other/header.h" compiles only if USES names
# other. EXTERNAL names libraries of dependencies.cmake.
function(guard_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOLDER" "SOURCES;USES;EXTERNAL")
  if(NOT arg_FOLDER)
    set(arg_FOLDER ${name})
  endif()
  set(root ${CMAKE_BINARY_DIR}/roots/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${arg_FOLDER} SYMBOLIC)
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${root})
    target_link_libraries(${name} PUBLIC ${arg_USES} ${arg_EXTERNAL} guard_sanitizers guard_hardening
                          PRIVATE guard_warnings)
  else()
    add_library(${name} INTERFACE)
    target_include_directories(${name} INTERFACE ${root})
    target_link_libraries(${name} INTERFACE ${arg_USES} ${arg_EXTERNAL})
  endif()
endfunction()

# guard_program(NAME MAIN file USES module...)
#
# The program prints its reference page, man page and shell completions; the build keeps them in build/PRESET/share, and
# cmake --install installs them. A program of another architecture does not run here, and has none.
function(guard_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MAIN" "USES")
  add_executable(${name} ${arg_MAIN})
  target_link_libraries(${name} PRIVATE ${arg_USES} guard_warnings)
  install(TARGETS ${name})
  if(CMAKE_CROSSCOMPILING)
    return()
  endif()
  guard_page(${name} doc/token-guard/${name}.md --help-markdown)
  guard_page(${name} man/man1/${name}.1 --help-man)
  guard_page(${name} bash-completion/completions/${name} completion bash)
  guard_page(${name} zsh/vendor-completions/_${name} completion zsh)
  guard_page(${name} fish/vendor_completions.d/${name}.fish completion fish)
endfunction()

# What the program prints with these arguments, as a file below share/.
function(guard_page program path)
  cmake_path(GET path PARENT_PATH folder)
  file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/${folder})
  list(JOIN ARGN " " arguments)
  add_custom_command(TARGET ${program} POST_BUILD VERBATIM
                     COMMAND sh -c "$<TARGET_FILE:${program}> ${arguments} > ${CMAKE_BINARY_DIR}/share/${path}")
  install(FILES ${CMAKE_BINARY_DIR}/share/${path} DESTINATION share/${folder})
endfunction()

# guard_test(NAME SOURCES file... USES module... [EXTERNAL library...])
#
# A GoogleTest program in build/PRESET/tests/. Each of its cases is a ctest case with the label "unit": ctest -R Judge
function(guard_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;EXTERNAL")
  add_executable(${name} ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE ${arg_USES} ${arg_EXTERNAL} GTest::gmock GTest::gtest_main guard_sanitizers)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Werror)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  # When ctest runs, not when the program is linked: a build starts no test program.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST PROPERTIES LABELS unit TIMEOUT 120)
endfunction()

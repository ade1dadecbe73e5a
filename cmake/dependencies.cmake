# Every library from outside, all of them Debian 12 packages: the release pins the versions.
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)                                  # libssl-dev
find_package(Boost 1.74 REQUIRED COMPONENTS program_options)      # libboost-program-options-dev
find_package(CURL 7.88 REQUIRED)                                  # libcurl4-openssl-dev
find_package(yaml-cpp REQUIRED)                                   # libyaml-cpp-dev
find_package(tl-expected REQUIRED)                                # libexpected-dev
find_package(PkgConfig REQUIRED)
pkg_check_modules(PISTACHE REQUIRED IMPORTED_TARGET libpistache)  # libpistache-dev

find_path(RAPIDJSON_INCLUDE_DIR rapidjson/document.h REQUIRED)    # rapidjson-dev
add_library(rapidjson INTERFACE IMPORTED)
target_include_directories(rapidjson SYSTEM INTERFACE ${RAPIDJSON_INCLUDE_DIR})

find_library(PROMETHEUS_LIBRARY prometheus-cpp-core REQUIRED)      # prometheus-cpp-dev
add_library(prometheus INTERFACE IMPORTED)
target_link_libraries(prometheus INTERFACE ${PROMETHEUS_LIBRARY})

if(GUARD_TESTS)
  find_package(GTest 1.12 REQUIRED)                               # libgtest-dev libgmock-dev
endif()

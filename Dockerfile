# Both programs, and nothing else that is not needed to run them.
FROM debian:bookworm-slim AS build
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      cmake g++ libboost-program-options-dev libcurl4-openssl-dev libexpected-dev libpistache-dev libssl-dev \
      libyaml-cpp-dev ninja-build pkg-config prometheus-cpp-dev python3 python3-zxcvbn rapidjson-dev ruby-faker scowl \
      wspanish \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY lib lib
COPY webhook webhook
COPY rotator-job rotator-job
RUN cmake --preset ship && cmake --build --preset ship && strip build/ship/bin/*

FROM debian:bookworm-slim
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      libboost-program-options1.74.0 libcurl4 libpistache0 libprometheus-cpp-core1.0 libssl3 libyaml-cpp0.7 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /source/build/ship/bin/token-webhook /source/build/ship/bin/token-rotator /usr/local/bin/
USER 65532:65532
EXPOSE 8443 8080
CMD ["token-webhook", "--help"]

# Both programs, the libraries that they load and the licence of the guard, nothing else: no shell, no package manager.
FROM debian:bookworm-slim AS build
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      cmake g++ libboost-program-options-dev libcurl4-openssl-dev libexpected-dev libpistache-dev libssl-dev \
      libyaml-cpp-dev ninja-build pkg-config prometheus-cpp-dev python3 python3-mnemonic python3-zxcvbn rapidjson-dev \
      ruby-faker scowl unicode-cldr-core wspanish \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY lib lib
COPY webhook webhook
COPY rotator-job rotator-job
RUN cmake --preset ship && cmake --build --preset ship && strip build/ship/bin/*
COPY scripts/sbom.py LICENSE NOTICE ./
# ldd names each library, and the loader, by the path where the loader looks for it.
RUN install -D -t /image/usr/local/bin build/ship/bin/token-webhook build/ship/bin/token-rotator \
    && ldd build/ship/bin/token-webhook build/ship/bin/token-rotator | grep -o '/[^ :]*\.so[^ ]*' | sort -u \
      | xargs cp -L --parents -t /image \
    && install -D -m 644 -t /image/licenses LICENSE NOTICE \
    && python3 sbom.py /image > /token-guard.spdx.json

FROM scratch AS sbom
COPY --from=build /token-guard.spdx.json /

FROM scratch
ARG VERSION=dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="token-guard" \
      org.opencontainers.image.description="Guards Keptn's API token: an admission webhook and a rotation" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=build /image /
ENV PATH=/usr/local/bin
USER 65532:65532
EXPOSE 8443 8080
CMD ["token-webhook", "--help"]

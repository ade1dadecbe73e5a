# Both programs, the libraries that they load and the licence of the guard, nothing else: no shell, no package manager.
# TARGETARCH, amd64 or arm64: the architecture of the image. The build runs on the machine's own and compiles for the other one.
FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS build
ARG TARGETARCH
RUN target=${TARGETARCH:-$(dpkg --print-architecture)} && compiler=g++ \
    && if [ "$target" != "$(dpkg --print-architecture)" ]; then dpkg --add-architecture "$target"; compiler=crossbuild-essential-$target; fi \
    && apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      $compiler cmake libexpected-dev ninja-build pkg-config python3 python3-mnemonic python3-zxcvbn rapidjson-dev \
      ruby-faker scowl unicode-cldr-core wspanish $(printf "%s:$target " libboost-program-options-dev \
        libcurl4-openssl-dev libpistache-dev libssl-dev libyaml-cpp-dev prometheus-cpp-dev) \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY lib lib
COPY webhook webhook
COPY rotator-job rotator-job
COPY scripts/compile.sh scripts/compile.sh
RUN bash scripts/compile.sh "$TARGETARCH"
COPY scripts/loaded.py scripts/sbom.py LICENSE NOTICE ./
RUN install -D -t /image/usr/local/bin build/ship/bin/token-webhook build/ship/bin/token-rotator \
    && python3 loaded.py "/lib/$(cat build/ship/triplet)" /image/usr/local/bin/* | xargs cp -L --parents -t /image \
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

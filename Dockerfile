# syntax=docker/dockerfile:1

FROM swift:6.2-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libcurl4-openssl-dev libgit2-dev libxml2-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN scripts/package

# docker buildx build --target binary --output dist . leaves the archive of the binary in dist.
FROM scratch AS binary
COPY --from=build /source/dist/ /source/Package.resolved /

FROM debian:12-slim
# gpg and ssh-keygen sign commits; ssh-keygen also reads known_hosts. libxml2, which brings 36 MB of ICU, is
# for the linker alone.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates gpg gpg-agent libcurl4 libgit2-1.5 libstdc++6 openssh-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 65532 --create-home --shell /usr/sbin/nologin bot
COPY --from=build /source/.build/package/*/gitops-bot /usr/local/bin/gitops-bot
COPY LICENSE /usr/share/doc/gitops-bot/LICENSE
USER 65532:65532
WORKDIR /home/bot
ENTRYPOINT ["gitops-bot"]

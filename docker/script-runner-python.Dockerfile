# blueplm/script-runner:python, the file system of scripts at isolation level `container`. tools/image builds it.
# Nothing of a run is in it: script, environment and limits come from the worker, which never runs it by its defaults.
ARG PYTHON=3.13

FROM debian:bookworm-slim AS init
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev libseccomp-dev
COPY workflow-worker/src/main/c /src
RUN sh /src/build.sh /out && cp /out/sandbox/*/script-init /script-init

FROM python:${PYTHON}-slim-bookworm AS environment
COPY python-sdk /src/python-sdk
COPY docker/script-environment.sh /src/
RUN sh /src/script-environment.sh /src/python-sdk

FROM python:${PYTHON}-slim-bookworm
# No /run/artifacts: runc 1.1 gives a file system in memory the mode of a directory that it finds, whatever it is told.
# The image of Python has no byte code; scripts cannot write any, and every import would pay for it.
RUN python3 -m pip uninstall --quiet --yes --root-user-action ignore pip \
  && rm -rf /usr/local/lib/python3*/ensurepip /usr/local/lib/python3*/idlelib /usr/local/lib/python3*/test \
  && python3 -I -m compileall -q -j 0 --invalidation-mode unchecked-hash /usr/local/lib/python3* \
  && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
  && mkdir -p /run/script /run/runtime
COPY --from=environment /opt/script-runner /opt/script-runner
COPY --from=init /script-init /opt/script-runner/bin/script-init
LABEL org.opencontainers.image.title="Script Runner: Python" \
  org.opencontainers.image.description="Where scripts run at isolation level container: Python, requests, blueplm" \
  org.opencontainers.image.vendor="BluePLM" \
  org.opencontainers.image.licenses="Apache-2.0 AND PSF-2.0"
USER 65534:65534
WORKDIR /tmp
ENTRYPOINT ["/opt/script-runner/bin/script-init"]
CMD []

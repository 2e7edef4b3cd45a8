FROM maven:3.9-eclipse-temurin-25 AS build
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends gcc libc6-dev libseccomp-dev \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY contract contract
COPY workflow-worker workflow-worker
COPY api-app/pom.xml api-app/
COPY local-stack/pom.xml local-stack/
COPY acceptance/pom.xml acceptance/
RUN mvn --batch-mode --quiet -DskipTests --projects workflow-worker --also-make package \
  && java -Djarmode=tools -jar workflow-worker/target/workflow-worker-*-exec.jar extract --destination /app \
  && mv /app/workflow-worker-*-exec.jar /app/workflow-worker.jar

FROM eclipse-temurin:25-jre
RUN apt-get update -qq \
  && apt-get install -y -qq --no-install-recommends bubblewrap python3 python3-venv util-linux \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10002 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin script-runner-worker \
  && install -d -o script-runner-worker -m 0700 /var/lib/script-runner/worker
COPY python-sdk/requirements-base.txt /tmp/requirements-base.txt
RUN python3 -m venv /opt/script-runner/python \
  && /opt/script-runner/python/bin/python3 -m pip install --quiet --no-cache-dir --no-compile --require-hashes --only-binary :all: -r /tmp/requirements-base.txt \
  && rm /tmp/requirements-base.txt
COPY python-sdk/blueplm /tmp/blueplm
RUN packages=$(/opt/script-runner/python/bin/python3 -I -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
  && cp -R /tmp/blueplm "$packages/" && rm -rf /tmp/blueplm \
  && /opt/script-runner/python/bin/python3 -m pip uninstall --quiet --yes pip \
  && /opt/script-runner/python/bin/python3 -I -m compileall -q --invalidation-mode unchecked-hash "$packages"
COPY python-sdk/requirements-tools.txt /tmp/requirements-tools.txt
RUN python3 -m venv /tmp/tools \
  && /tmp/tools/bin/python3 -m pip install --quiet --no-cache-dir --no-compile --require-hashes --no-deps --only-binary :all: -r /tmp/requirements-tools.txt \
  && install -m 0755 /tmp/tools/bin/uv /opt/script-runner/uv \
  && rm -rf /tmp/tools /tmp/requirements-tools.txt
COPY --from=build /app /opt/script-runner/app
USER script-runner-worker
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=50", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/script-runner/app/workflow-worker.jar"]

FROM node:22-slim AS web-ui
WORKDIR /src
COPY web-ui/package.json web-ui/package-lock.json ./
RUN npm ci --no-fund --no-audit
COPY web-ui ./
RUN npm run build

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY pom.xml ./
COPY .mvn .mvn
COPY contract contract
COPY api-app api-app
COPY workflow-worker/pom.xml workflow-worker/
COPY local-stack/pom.xml local-stack/
COPY acceptance/pom.xml acceptance/
RUN mvn --batch-mode --quiet -DskipTests --projects api-app --also-make package \
  && java -Djarmode=tools -jar api-app/target/api-app-*-exec.jar extract --destination /app \
  && mv /app/api-app-*-exec.jar /app/api-app.jar

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin script-runner
COPY --from=build /app /opt/script-runner
COPY --from=web-ui /src/dist /opt/script-runner/web-ui
ENV RUNNER_STATIC_LOCATION=file:/opt/script-runner/web-ui/
USER 10001
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "-jar", "/opt/script-runner/api-app.jar"]

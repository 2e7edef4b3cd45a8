package com.blueplm.runner.worker.sandbox.container;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What is the same for all containers of a worker.
 *
 * @param image the image's name; it must be on the engine already, nothing is pulled
 * @param user {@code uid:gid} of the commands: that of the worker, whose files they read
 * @param owner names this worker's home on the engine, so that a later worker finds what is left
 * @param filter the compiled system call filter, loaded inside beside the engine's own; empty where
 *     there is none for this processor
 */
public record ContainerSettings(String image, String user, String owner, Optional<Path> filter) {}

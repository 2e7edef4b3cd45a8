package com.blueplm.runner.worker;

import java.util.UUID;

/**
 * Who this worker process is.
 *
 * @param id made when the process starts
 * @param name host name and process id, for people
 * @param version the version of the worker
 */
public record WorkerIdentity(UUID id, String name, String version) {}

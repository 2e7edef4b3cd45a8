package com.blueplm.runner.api.worker;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The workers of the installation. */
@RestController
class WorkersController {
  private final WorkersRepository workers;

  WorkersController(WorkersRepository workers) {
    this.workers = workers;
  }

  @GetMapping("/api/workers")
  Workers list() {
    return new Workers(workers.list(), null);
  }

  /**
   * The list of workers, those alive first.
   *
   * @param workers the workers
   * @param nextCursor always null: the list is short
   */
  record Workers(List<WorkerView> workers, @Nullable String nextCursor) {}
}

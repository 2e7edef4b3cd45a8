package com.blueplm.runner.api.plm;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A bill of materials in BluePLM's shape. */
record Bom(Assembly assembly, List<Component> components, int totalComponents) {

  /** The assembly itself. */
  record Assembly(
      UUID id, @Nullable String partNumber, String fileName, String revision, String state) {}

  /**
   * One component.
   *
   * @param level depth below the assembly, from 1
   * @param parentId the file that holds it
   */
  record Component(
      UUID id,
      @Nullable String partNumber,
      String fileName,
      String filePath,
      String fileType,
      String revision,
      String state,
      int quantity,
      int level,
      UUID parentId) {}
}

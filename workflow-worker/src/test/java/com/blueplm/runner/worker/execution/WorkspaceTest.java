package com.blueplm.runner.worker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class WorkspaceTest {

  @TempDir Path directory;

  @Test
  void removesWhatIsDeeperThanAPathMayBeLong() throws Exception {
    Path root = Files.createDirectory(directory.resolve("run"));
    fill(
        root,
        """
        for _ in range(300):
            os.mkdir('d' * 100)
            os.chdir('d' * 100)
            open('f', 'w').close()
        """);

    new Workspace(root).delete();

    assertThat(root).doesNotExist();
  }

  @Test
  void removesLinksButNotWhatTheyLeadTo() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path kept = Files.writeString(outside.resolve("kept"), "x");
    Path root = Files.createDirectory(directory.resolve("run"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createLink(root.resolve("hard"), kept);

    new Workspace(root).delete();

    assertThat(root).doesNotExist();
    assertThat(kept).hasContent("x");
  }

  @Test
  void removesAFileOrALinkInItsPlace() throws Exception {
    Path file = Files.createFile(directory.resolve("stray"));
    Path kept = Files.createDirectory(directory.resolve("kept"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), kept);

    new Workspace(file).delete();
    new Workspace(link).delete();

    assertThat(directory).isDirectoryNotContaining(path -> !path.equals(kept));
  }

  @Test
  void removesLockedDirectoriesAndOddNames() throws Exception {
    Path root = Files.createDirectory(directory.resolve("run"));
    fill(
        root,
        """
        os.makedirs('locked/inner/innermost')
        os.mkfifo('fifo')
        for name in (b'-rf', b'new\\nline', b'\\xff\\xfe', b' ', b'x' * 255):
            open(name, 'w').close()
        os.chmod('locked/inner', 0)
        os.chmod('locked', 0)
        """);

    new Workspace(root).delete();

    assertThat(root).doesNotExist();
  }

  private static void fill(Path root, String code) throws IOException, InterruptedException {
    Path script = Files.writeString(root.resolveSibling("fill.py"), "import os\n" + code);
    Process python =
        new ProcessBuilder(Machine.python().executable().toString(), "-I", script.toString())
            .directory(root.toFile())
            .inheritIO()
            .start();
    assertThat(python.waitFor()).isZero();
  }
}

package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSourcesTest {
    @TempDir
    private Path root;

    @Test
    void findsTheTestsOfAllModulesButItsOwn() throws IOException {
        Files.writeString(root.resolve("pom.xml"), """
                <modules>
                  <module>core</module>
                  <module>examples/app</module>
                  <module>conformance</module>
                </modules>
                """);
        source("core", "a/FirstTest", """
                @Test
                void p_1_first() {}

                @Nested
                class More {
                    @ParameterizedTest
                    public void p_1_second(String text) throws Exception {
                        p_1_noDeclaration();
                    }

                    @Test
                    void namedAfterNothing() {}
                }
                """);
        source("examples/app", "b/c/OtherIT", "default void fcgi_3_3_4_x() {}");
        source("conformance", "d/FixtureTest", "void p_2_fixture() {}");
        Files.createDirectories(root.resolve("core/src/main/java"));
        Files.writeString(root.resolve("core/src/main/java/Main.java"), "void p_3_noTest() {}");

        assertThat(TestSources.find(TestSources.modules(root)))
                .containsExactly(
                        new NamedTest("a.FirstTest", "p_1_first"),
                        new NamedTest("a.FirstTest", "p_1_second"),
                        new NamedTest("b.c.OtherIT", "fcgi_3_3_4_x"));
    }

    @Test
    void takesModulesWithoutTests() throws IOException {
        Files.writeString(root.resolve("pom.xml"), "<module>empty</module>");
        assertThat(TestSources.find(TestSources.modules(root))).isEmpty();
    }

    private void source(String module, String name, String text) throws IOException {
        Path file = root.resolve(module).resolve("src/test/java").resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

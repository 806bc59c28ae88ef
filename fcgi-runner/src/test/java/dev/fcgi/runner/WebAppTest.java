package dev.fcgi.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebAppTest {
    @Test
    void aSingleOneIsAtTheRoot() {
        assertThat(WebApp.parse(List.of("x/app.war"), null)).containsExactly(new WebApp("/", Path.of("x/app.war")));
    }

    @Test
    void aSingleOneIsWhereTheOptionSays() {
        assertThat(WebApp.parse(List.of("app.war"), "/a/b/")).containsExactly(new WebApp("/a/b", Path.of("app.war")));
    }

    @Test
    void severalAreAtTheirNames() {
        assertThat(WebApp.parse(List.of("x/shop.war", "wiki/", "ROOT.war"), null))
                .extracting(WebApp::contextPath)
                .containsExactly("/shop", "/wiki", "/");
    }

    @Test
    void aPrefixSaysWhere() {
        assertThat(WebApp.parse(List.of("/=a.war", "/b=/srv/b.war"), null))
                .containsExactly(new WebApp("/", Path.of("a.war")), new WebApp("/b", Path.of("/srv/b.war")));
    }

    @Test
    void aFileThatLooksLikeAPrefixIsTheFile(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("a=b.war"));
        assertThat(WebApp.parse(List.of(file.toString()), null)).containsExactly(new WebApp("/", file));
    }

    @Test
    void refusesTwoAtOnePlace() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WebApp.parse(List.of("x/a.war", "y/a.war"), null))
                .withMessage("'x/a.war' and 'y/a.war' both have the context path /a: tell them apart as /path=WAR");
    }

    @Test
    void refusesTheOptionForSeveral() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WebApp.parse(List.of("a.war", "b.war"), "/c"))
                .withMessage("--context is for a single web application: name several as /path=WAR");
    }

    @Test
    void refusesTheOptionBesideAPrefix() {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WebApp.parse(List.of("/a=a.war"), "/b"))
                .withMessage("'/a=a.war' has a context path already: leave out --context");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//", "/a//b", "/a b", "/a?b", "/%61", "/a/../b", "/.", "/a;b", "/{a}", "/$a"})
    void refusesMalformedContextPaths(String contextPath) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WebApp.parse(List.of("a.war"), contextPath))
                .withMessage(
                        "malformed context path '%s': expected / or /name, without spaces and ? # %% ; * quotes or"
                                + " braces",
                        contextPath);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a="})
    void refusesNoName(String argument) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> WebApp.parse(List.of(argument), null))
                .withMessageContaining("has no name: give a WAR file or directory");
    }
}

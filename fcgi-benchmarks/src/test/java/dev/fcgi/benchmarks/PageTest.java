package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTest {
    @Test
    void hasTheSizesThatAreSpokenOf() {
        assertThat(Page.HELLO.bytes()).hasSize(14);
        assertThat(Page.JSON.bytes()).hasSize(1024);
    }

    @ParameterizedTest
    @EnumSource
    void fitsAPhpString(Page page) {
        assertThat(page.body()).doesNotContain("'", "\\").isASCII();
        assertThat(PhpFpm.script(page)).startsWith("<?php\n").contains("echo '" + page.body() + "';");
    }
}

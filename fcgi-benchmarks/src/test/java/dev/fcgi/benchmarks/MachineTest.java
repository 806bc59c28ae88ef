package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void namesTheProcessor() {
        assertThat(Machine.processor(List.of("processor\t: 0", "model name\t: Some CPU @ 2.4 GHz")))
                .isEqualTo("Some CPU @ 2.4 GHz");
        assertThat(Machine.processor(List.of())).isEqualTo(System.getProperty("os.arch"));
    }

    @Test
    void namesTheVersions() throws Exception {
        assertThat(Machine.facts()).hasSize(3).first().asString().startsWith("Jetty 12.");
    }
}

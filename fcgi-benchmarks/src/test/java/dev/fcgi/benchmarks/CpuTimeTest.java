package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"java", "php-fpm: pool w", "a) R (b"})
    void addsUserAndSystemTime(String program) {
        String stat =
                "4711 (" + program + ") S 1 4711 4711 0 -1 4194560 9000 80 7 6 1234 56 78 90 20 0 31 0 100 2000 300";
        assertThat(CpuTime.ticks(stat)).isEqualTo(1234 + 56);
    }

    @Test
    void readsLiveProcesses() throws Exception {
        long self = ProcessHandle.current().pid();
        long once = CpuTime.micros(List.of(self));
        assertThat(once).isPositive();
        assertThat(CpuTime.micros(List.of(self, self))).isGreaterThanOrEqualTo(2 * once);
    }

    @Test
    void failsWhenAProcessHasEnded() {
        assertThatThrownBy(() -> CpuTime.micros(List.of(Long.MAX_VALUE))).isInstanceOf(IOException.class);
    }
}

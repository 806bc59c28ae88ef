package dev.fcgi.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void medianIsInTheMiddle() {
        assertThat(Statistics.median(List.of(7.0))).isEqualTo(7);
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
        assertThat(Statistics.median(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void spreadIsRelativeToTheMedian() {
        List<Double> values = List.of(12.0, 8.0, 10.0);
        assertThat(Statistics.lowest(values)).isEqualTo(8);
        assertThat(Statistics.spread(values)).isEqualTo(0.4);
        assertThat(Statistics.spread(List.of(5.0))).isZero();
    }

    @Test
    void ratiosAreOfTheSameRound() {
        // The machine was slow in the last round: for both.
        assertThat(Statistics.medianRatio(List.of(9.0, 8.0, 90.0), List.of(10.0, 10.0, 100.0)))
                .isEqualTo(0.9);
    }

    @Test
    void refusesValuesThatDoNotBelongTogether() {
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.medianRatio(List.of(1.0), List.of(1.0, 2.0)));
    }
}

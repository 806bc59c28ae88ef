package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private final HttpServletRequest request = mock();

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "4294967296", "007"})
    void acceptsIntegersUpToTheBounds(String value) throws Exception {
        when(request.getParameter("bytes")).thenReturn(value);
        assertThat(Parameters.integer(request, "bytes", 0, 4294967296L)).isEqualTo(Long.parseLong(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "4294967297", "", " 1", "1.0", "0x10", "+1", "٣", "99999999999999999999", "abc"})
    void namesParameterRangeAndValueWhenItIsNotInRange(String value) {
        when(request.getParameter("bytes")).thenReturn(value);
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> Parameters.integer(request, "bytes", 0, 4294967296L))
                .withMessage(
                        "Parameter bytes must be an integer from 0 to 4294967296, but is \"%s\".".formatted(value));
    }

    @Test
    void saysWhenARequiredParameterIsMissing() {
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> Parameters.integer(request, "status", 400, 599))
                .withMessage("Parameter status is missing; it must be an integer from 400 to 599.");
    }

    @Test
    void takesTheGivenValueWhenAnOptionalParameterIsMissing() throws Exception {
        assertThat(Parameters.integer(request, "count", 1, 600, 60)).isEqualTo(60);
        assertThat(Parameters.oneOf(request, "action", List.of("count", "end"))).isEqualTo("count");
    }

    @Test
    void acceptsOnlyTheValuesOfAClosedSet() throws Exception {
        when(request.getParameter("action")).thenReturn("end", "stop");
        assertThat(Parameters.oneOf(request, "action", List.of("count", "end"))).isEqualTo("end");
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> Parameters.oneOf(request, "action", List.of("count", "end")))
                .withMessage("Parameter action must be count or end, but is \"stop\".");
    }
}

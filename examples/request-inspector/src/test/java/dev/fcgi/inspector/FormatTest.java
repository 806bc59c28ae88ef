package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatTest {
    private final HttpServletRequest request = mock();

    @ParameterizedTest(name = "Accept: {0} and format={1} is {2}")
    @CsvSource(textBlock = """
            */*,                                ,     HTML
            application/json,                   ,     JSON
            Application/JSON;q=0.9,             ,     JSON
            'text/html, application/json;q=0.5',,     HTML
            text/html,                          json, JSON
            application/json,                   html, HTML
            """)
    void parameterBeatsAcceptHeader(String accept, String parameter, Format expected) throws Exception {
        when(request.getHeaders("Accept")).thenReturn(Collections.enumeration(List.of(accept)));
        when(request.getParameter("format")).thenReturn(parameter);
        assertThat(Format.of(request)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"xml", "JSON", "''"})
    void refusesAnotherFormat(String parameter) {
        when(request.getParameter("format")).thenReturn(parameter);
        assertThatExceptionOfType(BadParameterException.class)
                .isThrownBy(() -> Format.of(request))
                .withMessage("Parameter format must be html or json, but is \"%s\".".formatted(parameter));
    }
}

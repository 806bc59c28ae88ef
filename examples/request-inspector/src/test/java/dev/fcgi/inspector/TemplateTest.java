package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

    @Test
    void fillsEveryPlaceAndSearchesNoValue() {
        assertThat(new Template("{{a}}-{{b}}-{{a}} {c}").fill(Map.of("a", "{{b}}$1\\", "b", "2")))
                .isEqualTo("{{b}}$1\\-2-{{b}}$1\\ {c}");
    }

    @Test
    void refusesAPlaceWithoutValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Template("{{a}}").fill(Map.of()))
                .withMessage("no value for {{a}}");
    }
}

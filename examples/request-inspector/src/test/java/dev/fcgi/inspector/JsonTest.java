package dev.fcgi.inspector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void writesScalars() {
        assertThat(Json.write(null)).isEqualTo("null");
        assertThat(Json.write(true)).isEqualTo("true");
        assertThat(Json.write(-1L)).isEqualTo("-1");
        assertThat(Json.write("")).isEqualTo("\"\"");
    }

    @Test
    void escapesQuotesBackslashesAndControlCharacters() {
        assertThat(Json.write("\"\\/\b\n\r\t\0\u007f\u2028")).isEqualTo("""
                "\\"\\\\/\\u0008\\n\\r\\t\\u0000\\u007f\\u2028\"""");
    }

    @Test
    void keepsPairsAndEscapesLoneSurrogates() {
        assertThat(Json.write("世😀")).isEqualTo("\"世😀\"");
        assertThat(Json.write("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(Json.write("\ude00\ud83dx")).isEqualTo("\"\\ude00\\ud83dx\"");
    }

    @Test
    void writesObjectsAndArraysInOrder() {
        var inner = new LinkedHashMap<String, @Nullable Object>();
        inner.put("b\"", List.of("1", "2"));
        inner.put("a", null);
        var outer = new LinkedHashMap<String, Object>();
        outer.put("map", inner);
        outer.put("none", Map.of());
        outer.put("list", List.of());
        assertThat(Json.write(outer)).isEqualTo("""
                {
                  "map": {
                    "b\\"": ["1", "2"],
                    "a": null
                  },
                  "none": {},
                  "list": []
                }""");
    }

    @Test
    void refusesOtherTypes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Json.write(1.5))
                .withMessage("no JSON for class java.lang.Double");
    }
}

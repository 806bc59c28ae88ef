package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fcgi.conformance.Checklist.Chapter;
import dev.fcgi.conformance.Checklist.Part;
import dev.fcgi.conformance.Line.Proof;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecklistTest {
    private static final String SHORT = "# A\n## B\nP-1 P x\n";

    @Test
    void readsPartsChaptersLinesAndRemarks() {
        assertThat(Checklist.parse("""
                        # One

                        ## 3.3 Records
                        FCGI-3.3-4  M  Padding is skipped

                        ## 7 Errors
                        FCGI-7-1    S  Exit status
                            reason: Not built: no process yet.
                        # Two
                        ## Safety
                        P-16        P  Stray input
                            same as: FCGI-3.3-4
                        P-17        O  Order
                            not yet: the other one
                        """).parts())
                .containsExactly(
                        new Part(
                                "One",
                                List.of(
                                        new Chapter(
                                                "3.3 Records",
                                                List.of(line("FCGI-3.3-4", Level.M, "Padding is skipped"))),
                                        new Chapter(
                                                "7 Errors",
                                                List.of(line("FCGI-7-1", Level.S, "Exit status")
                                                        .with(Proof.NONE, "Not built: no process yet."))))),
                        new Part(
                                "Two",
                                List.of(new Chapter(
                                        "Safety",
                                        List.of(
                                                line("P-16", Level.P, "Stray input")
                                                        .with(Proof.SAME_AS, "FCGI-3.3-4"),
                                                line("P-17", Level.O, "Order").with(Proof.TESTS, "the other one"))))));
    }

    private static Line line(String id, Level level, String title) {
        return new Line(id, level, title, Proof.TESTS, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P-1 P x",
                "# A\nP-1 P x",
                "# A\n## B\n    reason: x",
                SHORT + "P-2 x",
                SHORT + "P-2 X x",
                SHORT + "P-2 M",
                SHORT + "    because: x",
                SHORT + "    reason:",
                SHORT + "    reason: x\n    same as: P-2",
                SHORT + "P-1 M y"
            })
    void refusesWhatIsNoChecklist(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Checklist.parse(text));
    }

    @ParameterizedTest(name = "{0} proves {1}")
    @CsvSource({
        "fcgi_3_3_4_paddingIsSkipped, FCGI-3.3-4",
        "fcgi_A_1_directions, FCGI-A-1",
        "fcgi_8_1_constants, FCGI-8-1",
        "fcgi_2_1_1_startsWithoutArguments, FCGI-2.1-1",
        "fcgi_7_2_drains, FCGI-7-2",
        "cgi_6_2_1_x, CGI-6.2-1",
        "cgi_6_2_1_1_x, CGI-6.2.1-1",
        "cgi_6_2_1_2_isNoLine, CGI-6.2-1",
        "cgi_9_1_x, CGI-9-1",
        "p_1_x, P-1",
        "p_16_x, P-16",
        "p_12_isNoLine, ",
        "fcgi_3_3_44_isNoLine, ",
        "fcgi_a_1_isNoLine, ",
        "fcgi_3_3_4, ",
        "map_16_isOfAnotherList, "
    })
    void findsTheLineOfATest(String method, String id) {
        Checklist checklist = Checklist.parse("""
                # A
                ## B
                FCGI-2.1-1 M x
                FCGI-3.3-4 M x
                FCGI-7-2 M x
                FCGI-8-1 M x
                FCGI-A-1 M x
                CGI-6.2-1 M x
                CGI-6.2.1-1 M x
                CGI-9-1 M x
                P-1 P x
                P-16 P x
                """);
        assertThat(checklist.provenBy(new NamedTest("X", method)).map(Line::id).orElse(null))
                .isEqualTo(id);
        assertThat(checklist.isMeant(new NamedTest("X", method))).isEqualTo(!method.startsWith("map_"));
    }
}

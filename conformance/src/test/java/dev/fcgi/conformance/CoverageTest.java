package dev.fcgi.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
    private static final String CHECKLIST = """
            # One specification
            ## 3.3 Records
            FCGI-3.3-4  M  Padding is skipped
            FCGI-3.3-5  M  The same once more
                same as: FCGI-3.3-4
            FCGI-3.3-6  M  Something else
                reason: There is no such thing yet.
            # Another
            ## Safety
            P-1         P  Loopback
                not yet: other addresses
            """;

    private static Coverage coverage(String... methods) {
        return new Coverage(
                Checklist.parse(CHECKLIST),
                Arrays.stream(methods).map(it -> new NamedTest("a.XTest", it)).toList());
    }

    @Test
    void aLineIsProvenByItsTestsOrAnothersOrHasAReason() {
        Coverage coverage = coverage("p_1_x", "fcgi_3_3_4_y", "fcgi_3_3_4_x", "map_3_z");
        assertThat(coverage.problems()).isEmpty();
        assertThat(coverage.tests())
                .extracting(NamedTest::method)
                .containsExactly("fcgi_3_3_4_x", "fcgi_3_3_4_y", "p_1_x");
        assertThat(coverage.summary())
                .isEqualTo("Conformance: M 2 of 3 lines have a passing test, 1 a reason;"
                        + " S 0 of 0 lines have a passing test, 0 a reason;"
                        + " O 0 of 0 lines have a passing test, 0 a reason;"
                        + " P 1 of 1 lines have a passing test, 0 a reason");
    }

    @Test
    void aLineWithoutTestOrReasonIsAProblem() {
        Coverage coverage = coverage("fcgi_3_3_4_x");
        assertThat(coverage.problems()).containsExactly("P-1 (P) has neither a test nor a reason: Loopback");
        assertThat(coverage.summary()).endsWith("P 0 of 1 lines have a passing test, 0 a reason, 1 NEITHER");
    }

    @Test
    void theOtherLineNeedsATest() {
        assertThat(coverage("p_1_x"))
                .extracting(Coverage::problems)
                .isEqualTo(List.of(
                        "FCGI-3.3-4 (M) has neither a test nor a reason: Padding is skipped",
                        "FCGI-3.3-5 is the same as FCGI-3.3-4, which has no test"));
    }

    @Test
    void whatATestProvesNeedsNoReason() {
        assertThat(coverage("p_1_x", "fcgi_3_3_4_x", "fcgi_3_3_5_x", "fcgi_3_3_6_x")
                        .problems())
                .containsExactly(
                        "FCGI-3.3-5 has tests of its own: remove 'same as'",
                        "FCGI-3.3-6 has tests of its own: remove 'reason'");
    }

    @Test
    void aTestOfAnUnknownLineIsAProblem() {
        assertThat(coverage("p_1_x", "fcgi_3_3_4_x", "fcgi_3_3_7_x", "p_2_x").problems())
                .containsExactly(
                        "XTest.fcgi_3_3_7_x begins with an ID that is not in the checklist",
                        "XTest.p_2_x begins with an ID that is not in the checklist");
    }

    @Test
    void thePageHasARowForEachLine() {
        assertThat(ConformancePage.of(coverage("p_1_x", "fcgi_3_3_4_y", "fcgi_3_3_4_x")))
                .startsWith("# Conformance\n")
                .contains("| M | the specification requires it | 3 | 2 | 1 |\n")
                .endsWith("""

                        ## One specification

                        ### 3.3 Records

                        | ID | level | behaviour | result | tests, or the reason |
                        | --- | --- | --- | --- | --- |
                        | FCGI-3.3-4 | M | Padding is skipped | passed | `XTest.fcgi_3_3_4_x`<br>`XTest.fcgi_3_3_4_y` |
                        | FCGI-3.3-5 | M | The same once more | passed | the tests of FCGI-3.3-4 |
                        | FCGI-3.3-6 | M | Something else | not covered | There is no such thing yet. |

                        ## Another

                        ### Safety

                        | ID | level | behaviour | result | tests, or the reason |
                        | --- | --- | --- | --- | --- |
                        | P-1 | P | Loopback | passed | `XTest.p_1_x`<br>*Not yet:* other addresses |
                        """);
    }

    @Test
    void thePageShowsALineWithoutProof() {
        assertThat(ConformancePage.of(coverage()))
                .contains("| P-1 | P | Loopback | not covered | **neither a test nor a reason** |\n");
    }

    @Test
    void theFirstDifferenceBetweenTwoPagesIsTold() {
        assertThat(ConformancePage.difference("a\nb\n", "a\nb\n")).isEmpty();
        assertThat(ConformancePage.difference("a\nb\n", "a\nc\n"))
                .contains("docs/conformance.md, line 2: is 'b', should be 'c': run bin/conformance");
        assertThat(ConformancePage.difference("a\n", "a\nb\n"))
                .contains("docs/conformance.md, line 2: is '', should be 'b': run bin/conformance");
        assertThat(ConformancePage.difference("a", "a\n")).isPresent();
    }
}

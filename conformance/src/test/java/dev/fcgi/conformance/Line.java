package dev.fcgi.conformance;

import java.util.Locale;

/**
 * One behaviour that the specifications or this project ask for.
 *
 * @param id such as FCGI-3.3-4: the specification, its section, a number
 * @param remark what {@code proof} says about it
 */
record Line(String id, Level level, String title, Proof proof, String remark) {

    /** What proves a line. */
    enum Proof {
        /** Tests that are named after it; the remark, if any, tells what is not built yet. */
        TESTS("not yet"),
        /** The tests of another line, which the remark names: it is the very same behaviour. */
        SAME_AS("same as"),
        /** Nothing, and the remark tells why. */
        NONE("reason");

        private final String key;

        Proof(String key) {
            this.key = key;
        }

        /** {@return what introduces the remark in the checklist} */
        String key() {
            return key;
        }
    }

    Line with(Proof otherProof, String otherRemark) {
        return new Line(id, level, title, otherProof, otherRemark);
    }

    /** {@return what the names of its tests begin with: {@code fcgi_3_3_4_} for FCGI-3.3-4} */
    String testPrefix() {
        int family = id.indexOf('-');
        return id.substring(0, family).toLowerCase(Locale.ROOT)
                + id.substring(family).replaceAll("[-.]", "_") + "_";
    }
}

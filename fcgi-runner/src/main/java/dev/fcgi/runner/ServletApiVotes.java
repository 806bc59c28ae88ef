package dev.fcgi.runner;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Counts what speaks for either Servlet API. */
final class ServletApiVotes {
    private static final byte[] JAVAX_CLASSES = "javax/servlet/".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] JAKARTA_CLASSES = "jakarta/servlet/".getBytes(StandardCharsets.ISO_8859_1);

    private int javax;
    private int jakarta;

    void add(@Nullable ServletApi api) {
        if (api == ServletApi.JAVAX) {
            javax++;
        } else if (api == ServletApi.JAKARTA) {
            jakarta++;
        }
    }

    /**
     * Adds what a class file refers to. Names of classes are in its constant pool as they are here, and nothing else in
     * a class file looks like them, so it need not be parsed.
     */
    void addClass(byte[] classFile) {
        if (contains(classFile, JAVAX_CLASSES)) {
            javax++;
        }
        if (contains(classFile, JAKARTA_CLASSES)) {
            jakarta++;
        }
    }

    /** {@return the one that has all votes} */
    @Nullable
    ServletApi unanimous() {
        return javax > 0 && jakarta > 0 ? null : majority();
    }

    /** {@return the one that has more votes} */
    @Nullable
    ServletApi majority() {
        if (javax == jakarta) {
            return null;
        }
        return javax > jakarta ? ServletApi.JAVAX : ServletApi.JAKARTA;
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        for (int i = 0; i <= bytes.length - wanted.length; i++) {
            int matched = 0;
            while (matched < wanted.length && bytes[i + matched] == wanted[matched]) {
                matched++;
            }
            if (matched == wanted.length) {
                return true;
            }
        }
        return false;
    }
}

package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A block of configuration as a page of docs/ shows it, to be run with other files and addresses.
 *
 * @param text what is left to replace in it included
 */
record DocumentedBlock(String text) {

    /**
     * The directories of all of them, each named as its page is: the sources, for in a build's output may be what has been
     * deleted.
     */
    static final Path DIRECTORIES = Path.of("src/test/resources");

    /** Reads {@code nginx/login.conf}, which docs/nginx.md shows. */
    static DocumentedBlock read(String name) throws IOException {
        return new DocumentedBlock(Files.readString(DIRECTORIES.resolve(name)));
    }

    /** Replaces what must be there. */
    DocumentedBlock with(String documented, String tested) {
        assertThat(text).contains(documented);
        return new DocumentedBlock(text.replace(documented, tested));
    }

    /** Takes out the one line that begins like this. */
    DocumentedBlock without(String beginning) {
        String left = text.replaceFirst("(?m)^ *" + beginning + ".*\n", "");
        assertThat(left).isNotEqualTo(text);
        return new DocumentedBlock(left);
    }
}

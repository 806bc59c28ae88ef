package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What distinguishes one web server, or one way to configure it, from another. */
interface FrontEnd {

    /** {@return the program, to be found on the PATH or in the sbin directories} */
    String program();

    /**
     * Writes the whole configuration.
     *
     * @param workspace where temporary files and logs go
     * @param port the loopback port to listen on
     * @param application where the application listens
     * @return its text
     */
    String configuration(Workspace workspace, int port, ListenAddress application) throws IOException;

    /** {@return the arguments that start the program in the foreground with this configuration} */
    List<String> arguments(Path configuration);

    /** {@return variables in addition to the inherited ones} */
    default Map<String, String> environment(Workspace workspace) {
        return Map.of();
    }

    /** {@return the name of the error log in the workspace} */
    default String errorLog() {
        return "error.log";
    }

    /** {@return what is in every line of the error log that tells of an error} */
    default Pattern error() {
        return Pattern.compile("\\[(\\w+:)?error\\]");
    }
}

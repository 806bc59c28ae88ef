package dev.fcgi.runner;

import dev.fcgi.servlet.TrustPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * What {@code fcgi config} prints for a web server.
 *
 * @param server the subcommand
 */
record ConfigText(WebServerConfig server) {

    String of(String... arguments) {
        return of(TrustPolicy.DEFAULT, arguments);
    }

    String of(TrustPolicy policy, String... arguments) {
        RunOptions options = new RunOptions();
        new CommandLine(options).parseArgs(arguments);
        return server.text(options.settings(policy));
    }

    /** {@return the first block of configuration on the web server's page} */
    static String firstBlockOf(String page) throws IOException {
        String text = Files.readString(Path.of("..", "docs", page + ".md"));
        String fence = "```" + page + "\n";
        String block = text.substring(text.indexOf(fence) + fence.length());
        return block.substring(0, block.indexOf("```"));
    }
}

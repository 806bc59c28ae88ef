package dev.fcgi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.server.Server;

/** With what, and on what, was measured. */
final class Machine {
    private Machine() {}

    /** {@return the versions of what serves, and the machine} */
    static List<String> facts() throws IOException {
        return List.of(
                "Jetty " + Server.getVersion(),
                "%s %s (%s)"
                        .formatted(
                                property("java.vm.name"),
                                property("java.vm.version"),
                                String.join(" ", JettyPeer.JVM_OPTIONS)),
                "%d x %s, %s %s"
                        .formatted(
                                Runtime.getRuntime().availableProcessors(),
                                processor(Files.readAllLines(Path.of("/proc/cpuinfo"))),
                                property("os.name"),
                                property("os.version")));
    }

    /** {@return the processor's name in /proc/cpuinfo, which not all architectures have, or the architecture's} */
    static String processor(List<String> cpuInfo) {
        return cpuInfo.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(property("os.arch"));
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }
}

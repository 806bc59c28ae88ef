package dev.fcgi.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The application of getters as exploded WARs: for jakarta and javax, with a login by password and by certificate. */
final class GettersApp {

    private static final String JAKARTA = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1" metadata-complete="true">""";
    private static final String JAVAX = """
            <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0" metadata-complete="true">""";

    private GettersApp() {}

    /** {@return context paths and directories: {@code /jakarta}, {@code /javax}, and {@code -certificate} of both} */
    static Map<String, Path> assemble(Workspace workspace) throws IOException {
        Map<String, Path> contexts = new LinkedHashMap<>();
        for (String name : new String[] {"jakarta", "javax"}) {
            contexts.put("/" + name, war(workspace, name, name, "BASIC"));
            contexts.put("/" + name + "-certificate", war(workspace, name + "-certificate", name, "CLIENT-CERT"));
        }
        return contexts;
    }

    private static Path war(Workspace workspace, String name, String servlets, String authMethod) throws IOException {
        boolean javax = servlets.equals("javax");
        String servlet = (javax ? "Javax" : "Jakarta") + "GettersServlet";
        Path war = workspace.path(name);
        Path classes = war.resolve("WEB-INF/classes/dev/fcgi/it/getters");
        Files.createDirectories(classes);
        for (String file : new String[] {servlet + ".class", "Getters.class"}) {
            Files.copy(ContractApp.testClasses().resolve("dev/fcgi/it/getters/" + file), classes.resolve(file));
        }
        Files.createFile(war.resolve("x y")); // what the path of the requests is translated to
        String webXml = Files.readString(ContractApp.testClasses().resolve("getters/web.xml"));
        Files.writeString(
                war.resolve("WEB-INF/web.xml"), webXml.formatted(javax ? JAVAX : JAKARTA, servlet, authMethod));
        return war;
    }
}

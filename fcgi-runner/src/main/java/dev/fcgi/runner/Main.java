package dev.fcgi.runner;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** Where the {@code fcgi} command starts. */
public final class Main {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(execute(args));
    }

    private static int execute(String[] args) {
        CommandLine commandLine = commandLine();
        try {
            Map<String, String> environment = System.getenv();
            Settings settings =
                    new Settings(settingNames(commandLine), environment, SettingsFile.find(args, environment));
            settings.unknownVariables()
                    .forEach(name -> CommandErrors.print(commandLine, "ignoring " + name + ": it is no setting"));
            commandLine.setDefaultValueProvider(settings);
            // A web server starts this program without arguments (FastCGI 1.0, section 2.1).
            boolean spawned = args.length == 0 && ListenAddress.Inherited.isThere();
            return commandLine.execute(spawned ? new String[] {"run"} : args);
        } catch (OperatorException e) {
            return CommandErrors.failed(e, commandLine, false);
        }
    }

    /** {@return the names of all that can be set otherwise than by an option} */
    static Set<String> settingNames(CommandLine commandLine) {
        CommandLine run = Objects.requireNonNull(commandLine.getSubcommands().get("run"));
        return run.getCommandSpec().options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .map(option -> SettingNames.setting(option.longestName()))
                .filter(setting -> !setting.equals("settings"))
                .collect(Collectors.toSet());
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new FcgiCommand());
        addTrustOptions(commandLine);
        return CommandErrors.handledBy(commandLine);
    }

    /** To every command that does something: all of them are about what {@code fcgi run} does. */
    private static void addTrustOptions(CommandLine command) {
        if (command.getSubcommands().isEmpty()) {
            TrustOptions.addTo(command.getCommandSpec());
        }
        command.getSubcommands().values().forEach(Main::addTrustOptions);
    }
}

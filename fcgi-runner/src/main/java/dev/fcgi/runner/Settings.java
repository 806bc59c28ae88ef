package dev.fcgi.runner;

import dev.fcgi.servlet.SettingsReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The values of options that the command line does not give: of the environment, else of a settings file. */
final class Settings implements IDefaultValueProvider {
    private record Value(String text, String origin) {}

    private final Map<String, Value> values = new TreeMap<>();
    private final Set<String> unknown = new TreeSet<>();

    /**
     * Reads both.
     *
     * @param names of the settings that there are
     * @throws OperatorException when the file has other ones
     */
    Settings(Set<String> names, Map<String, String> environment, SettingsFile file) {
        file.settings(names)
                .forEach((setting, text) -> put(setting, text, SettingNames.PROPERTY + setting + " in " + file.path()));
        for (String setting : names) {
            String variable = SettingNames.environmentVariable(setting);
            String text = environment.get(variable);
            if (text != null) {
                put(setting, text, variable + " in the environment");
            }
        }
        environment.keySet().stream()
                .filter(variable -> variable.startsWith(SettingNames.ENVIRONMENT))
                .forEach(unknown::add);
        unknown.remove(SettingsFile.VARIABLE);
        names.forEach(setting -> unknown.remove(SettingNames.environmentVariable(setting)));
    }

    private void put(String setting, String text, String origin) {
        values.put(setting, new Value(text, origin));
    }

    /** {@return the variables of the environment that look like a setting and are none} */
    Set<String> unknownVariables() {
        return unknown;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        Value value = values.get(SettingNames.setting(option.longestName()));
        if (value == null) {
            return null;
        }
        boolean onOff = option.arity().max() == 0;
        return onOff ? onOff(option, value) : value.text;
    }

    private static String onOff(OptionSpec option, Value value) {
        try {
            SettingsReader reader = new SettingsReader(name -> value.text);
            return Boolean.toString(reader.onOff(option.longestName(), false));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(option.command().commandLine(), String.valueOf(e.getMessage()));
        }
    }

    /** {@return where the values of the options that a message names come from, if from here; begins with a blank} */
    String origins(String message) {
        StringBuilder text = new StringBuilder();
        values.forEach((setting, value) -> {
            if (message.matches("(?s).*" + SettingNames.option(setting) + "(?![-a-z]).*")) {
                text.append(" (it is ").append(value.origin).append(')');
            }
        });
        return text.toString();
    }
}

package dev.fcgi.runner;

import java.util.Locale;

/** The spellings of one setting: {@code remoteUser}, an option, an environment variable and a property. */
final class SettingNames {
    /** What all environment variables begin with. */
    static final String ENVIRONMENT = "FASTCGI_";

    /** What all properties begin with. */
    static final String PROPERTY = "fastcgi.";

    private SettingNames() {}

    /** {@return the option of a setting: {@code --remote-user} of {@code remoteUser}} */
    static String option(String setting) {
        return "--" + setting.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** {@return the environment variable of a setting: {@code FASTCGI_REMOTE_USER} of {@code remoteUser}} */
    static String environmentVariable(String setting) {
        return ENVIRONMENT + setting.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }

    /** {@return the setting of an option: {@code remoteUser} of {@code --remote-user}} */
    static String setting(String option) {
        StringBuilder setting = new StringBuilder();
        for (String word : option.substring("--".length()).split("-", -1)) {
            setting.append(
                    setting.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return setting.toString();
    }
}

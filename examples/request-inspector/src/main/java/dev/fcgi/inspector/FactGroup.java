package dev.fcgi.inspector;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Facts that belong together.
 *
 * @param title the heading on the page
 * @param key the name of the JSON object that holds the facts, or {@code null} if they stand at the top
 * @param facts names and values in their order: strings, numbers, booleans, {@code null}, or lists and maps of these
 */
record FactGroup(String title, @Nullable String key, Map<String, @Nullable Object> facts) {

    /** {@return one JSON object of all groups} */
    static Map<String, @Nullable Object> merge(List<FactGroup> groups) {
        var merged = new LinkedHashMap<String, @Nullable Object>();
        for (FactGroup group : groups) {
            if (group.key == null) {
                merged.putAll(group.facts);
            } else {
                merged.put(group.key, group.facts);
            }
        }
        return merged;
    }
}

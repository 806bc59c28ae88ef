package dev.fcgi.it;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One test of the contract.
 *
 * @param topic the interface it is from, without its ending
 * @param name the method
 */
record Scenario(String topic, String name) implements Comparable<Scenario> {

    private static final String ENDING = "Contract";

    /** {@return the scenario that a test of this class is, or null when it is none} */
    static @Nullable Scenario of(Class<?> testClass, String method) {
        return topics(testClass).stream()
                .filter(topic -> declares(topic, method))
                .findFirst()
                .map(topic -> new Scenario(topic.getSimpleName().replace(ENDING, ""), method))
                .orElse(null);
    }

    /** {@return the topics that the class is held to} */
    static Set<Class<?>> topics(Class<?> testClass) {
        Set<Class<?>> topics = new LinkedHashSet<>();
        for (Class<?> type = testClass; type != null; type = type.getSuperclass()) {
            addTopics(type, topics);
        }
        return topics;
    }

    private static void addTopics(Class<?> type, Set<Class<?>> topics) {
        for (Class<?> parent : type.getInterfaces()) {
            if (parent.getSimpleName().endsWith(ENDING)) {
                topics.add(parent);
            }
            addTopics(parent, topics);
        }
    }

    private static boolean declares(Class<?> topic, String method) {
        return Arrays.stream(topic.getDeclaredMethods())
                .anyMatch(m -> m.getName().equals(method));
    }

    /** {@return why this class expects something else of it, or nothing} */
    List<String> differences(Class<?> testClass) {
        List<String> differences = new ArrayList<>();
        for (Method method : testClass.getMethods()) {
            Differs differs = method.getAnnotation(Differs.class);
            if (differs != null && isFor(testClass, method) && !differences.contains(differs.value())) {
                differences.add(differs.value());
            }
        }
        return differences;
    }

    private boolean isFor(Class<?> testClass, Method method) {
        return method.getName().equals(name) || hookOf(testClass, method).contains(name);
    }

    private static List<String> hookOf(Class<?> testClass, Method override) {
        List<String> scenarios = new ArrayList<>();
        Set<Class<?>> types = topics(testClass);
        types.add(Contract.class);
        for (Class<?> type : types) {
            try {
                HookOf hook = type.getDeclaredMethod(override.getName(), override.getParameterTypes())
                        .getAnnotation(HookOf.class);
                if (hook != null) {
                    scenarios.addAll(List.of(hook.value()));
                }
            } catch (NoSuchMethodException e) {
                // of another topic
            }
        }
        return scenarios;
    }

    @Override
    public int compareTo(Scenario other) {
        int byTopic = topic.compareTo(other.topic);
        return byTopic != 0 ? byTopic : name.compareTo(other.name);
    }
}

package dev.fcgi.fuzz;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The checks of the fuzz tests with traffic spoilt at random: the same in every run, unless {@code fcgi.fuzz.mutations}
 * asks for another number or {@code fcgi.fuzz.seed} for another start.
 */
class MutationTest {
    private static final int BATCH = 1000;

    @Test
    void p_6_spoiltTrafficIsReadAsTheReferenceReadsIt() {
        int mutations = Integer.getInteger("fcgi.fuzz.mutations", 100_000);
        long seed = Long.getLong("fcgi.fuzz.seed", 1996_04_29L);
        System.out.println("MutationTest: fcgi.fuzz.mutations=" + mutations + ", fcgi.fuzz.seed=" + seed);
        Mutator mutator = new Mutator(List.copyOf(Seeds.requestWires().values()), new Random(seed));
        for (int done = 0; done < mutations; done += BATCH) {
            int number = done;
            assertTimeoutPreemptively(Duration.ofMinutes(2), () -> check(mutator, number), "a hang behind " + number);
        }
    }

    private static void check(Mutator mutator, int number) {
        for (int i = 0; i < BATCH; i++) {
            FuzzInput input = mutator.next();
            try {
                RequestMappingFuzzTest.check(input);
            } catch (Throwable x) {
                throw new AssertionError(
                        "mutation " + (number + i) + ", input in Base64: "
                                + Base64.getEncoder().encodeToString(input.toBytes()),
                        x);
            }
        }
    }
}

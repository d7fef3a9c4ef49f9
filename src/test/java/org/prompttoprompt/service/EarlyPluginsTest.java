package org.prompttoprompt.service;

import static org.junit.jupiter.api.Assertions.*;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.prompttoprompt.ChildJvm;
import org.scijava.Context;
import org.scijava.command.Command;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.ScriptLanguage;

/**
 * An ImageJ2 makes our service before it patches ImageJ 1.x, and SciJava looks at all methods and fields of what it makes. A
 * class of ImageJ 1.x that one of them names is loaded then, and can be patched no more, for nobody.
 */
class EarlyPluginsTest {
    @Test
    void noPluginButCommandsDeclaresATypeOfImageJ() throws Exception {
        Set<String> wrong = new TreeSet<>();
        int looked = 0;
        try (Context context = new Context(PluginService.class)) {
            for (PluginInfo<?> plugin : context.service(PluginService.class).getPlugins()) {
                boolean ours = plugin.getClassName().startsWith("org.prompttoprompt.");
                if (!ours || plugin.getPluginType() == Command.class || plugin.getPluginType() == ScriptLanguage.class)
                    continue;
                looked++;
                wrong.addAll(declared(plugin.loadClass()));
            }
        }
        assertTrue(looked >= 3, "the service and both processors");
        assertEquals(Set.of(), wrong);
    }

    /** What the look must find: a type in a private method and one in a lambda. */
    private static final class ImageJ {
        private static void show(ij.ImagePlus image) {
            Runnable later = () -> image.show();
            later.run();
        }
    }

    @Test
    void privateMethodsAndLambdasCount() {
        assertEquals(2, declared(ImageJ.class).size());
    }

    /** Returns the members of a class, its superclasses and interfaces of ours that name a type of ImageJ 1.x. */
    private static List<String> declared(Class<?> type) {
        List<String> wrong = new ArrayList<>();
        if (type == null || !type.getName().startsWith("org.prompttoprompt.")) return wrong;
        Stream<Executable> executables =
                Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()));
        for (Executable one : executables.toList()) {
            List<Class<?>> types = new ArrayList<>(List.of(one.getParameterTypes()));
            types.addAll(List.of(one.getExceptionTypes()));
            if (one instanceof Method method) types.add(method.getReturnType());
            if (types.stream().anyMatch(EarlyPluginsTest::isImageJs)) wrong.add(one.toString());
        }
        for (Field field : type.getDeclaredFields()) if (isImageJs(field.getType())) wrong.add(field.toString());
        wrong.addAll(declared(type.getSuperclass()));
        for (Class<?> one : type.getInterfaces()) wrong.addAll(declared(one));
        return wrong;
    }

    private static boolean isImageJs(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) element = element.getComponentType();
        return element.getName().startsWith("ij.");
    }

    @Test
    void imageJIsPatchedAfterTheServiceWasMade(@TempDir Path folder) throws Exception {
        // Else Java says that it makes this folder.
        Files.createDirectories(folder.resolve(".java/.userPrefs"));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        List<String> command = ChildJvm.command();
        command.addAll(List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Djava.util.prefs.userRoot=" + folder,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                PatchAfterService.class.getName()));
        Process java = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertTrue(java.waitFor(2, TimeUnit.MINUTES));
        assertEquals("", Files.readString(err));
        assertEquals(0, java.exitValue());
        assertEquals(List.of("registered", "unregistered"), Files.readAllLines(out));
    }
}

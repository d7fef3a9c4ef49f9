package org.prompttoprompt.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prompttoprompt.Refusal;
import org.prompttoprompt.pipeline.Progress;

/** Options of the command line: what is none, is not there or is there twice is refused before any is read. */
class KeyValuesTest {
    @Test
    void valuesMayHoldAnything() {
        assertEquals(
                Map.of("prompt", "a=b", "tau", ""), KeyValues.read("swap", "tau=0.5", List.of("prompt=a=b", "tau=")));
        assertEquals(Map.of("clipskip", "1"), KeyValues.read("score", "out=x", List.of("clipskip=1")));
        assertEquals(Map.of("speed", "fast"), KeyValues.read("interpolate", "out=x", List.of("speed=fast")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "swap | tau | 'tau' is no key=value: write, for example, tau=0.5.",
                "swap | =3 | '=3' is no key=value",
                "swap | tua=1 | 'tua=1': swap has no option 'tua'. Did you mean 'tau'? help swap lists",
                "generate | tau=1 | generate has no option 'tau'",
                "swap | image=x | swap has no option 'image'",
                "verify | publshed=x | Did you mean 'published'?",
                "dataset | steps=3 | dataset has no option 'steps'",
                "interpolate | fames=3 | Did you mean 'frames'?",
                "swap | prompt=[a $5 ball] | Write 'prompt=a $5 ball'.",
                "score | methodes=x | Did you mean 'methods'?",
                "swap | speed=[every 2] | brackets around a value are for macros. Write \"speed=every 2\"."
            })
    void whatIsNoOptionIsRefused(String command, String arg, String told) {
        String refused = assertThrows(Refusal.class, () -> KeyValues.read(command, "tau=0.5", List.of(arg)))
                .getMessage();
        assertTrue(refused.startsWith("'" + arg + "'") && refused.contains(told), refused);
    }

    @Test
    void anOptionIsGivenOnce() {
        String refused = assertThrows(
                        Refusal.class,
                        () -> KeyValues.read("swap", "tau=0.5", List.of("prompt=a", "seed=1", "prompt=a")))
                .getMessage();
        assertEquals("'prompt=a': prompt is given twice. Give it once.", refused);
        String folder = assertThrows(Refusal.class, () -> DatasetLine.run(List.of("out=a", "folder=b")))
                .getMessage();
        assertTrue(folder.startsWith("'folder=b': folder is given twice, and out is another name"), folder);
    }

    /** Each tells what it wants, with an example. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lst | 'lst' is nothing that can be done with models. Did you mean 'list'? There is: list, recommended",
                "download | models download needs a model. It downloads one",
                "download | models download sd-turbo accept=stabilityai-ai-community; it also takes name=, file=",
                "licence | models licence needs a model. It shows the licence",
                "add | models add needs a path. It adds a folder",
                "look | models look needs a path. It looks for models",
                "verify | models verify needs a model. It compares",
                "repair | models repair needs a model. It downloads anew",
                "remove | models remove needs a model. It removes one: models remove sd-turbo.",
                "list mini | 'mini' is too much. It lists the models of this computer and takes nothing more: models list.",
                "recommended mini | 'mini' is too much.",
                "list mini foo | 'mini' is too much. It lists",
                "download a/b c/d | 'c/d' is too much: models download takes one model, here 'a/b'.",
                "engine usual foo | 'foo' is too much: models engine takes one word, here 'usual'.",
                "engine foo usual | 'usual' is too much: models engine takes one word, here 'foo'.",
                "engine bfloat16 | or nothing to be told what computes. By a setting that can be had: PROMPTTOPROMPT_PRECISION=bfloat16.",
                "engine BFLOAT16 | PROMPTTOPROMPT_PRECISION=bfloat16.",
                "engine gpu1 | or nothing to be told what computes.",
                "engine float16 | or nothing to be told what computes.",
                "download a/b file=x.bin file=y.bin | 'file=y.bin': only one file can be given.",
                "download a/b FILE=x.bin | file=x.bin: only .safetensors files are downloaded",
                "verify mini file=x | 'file=x': models verify has no 'file'. It compares",
                "list foo=1 | 'foo=1': models list has no 'foo'.",
                "engine foo | engine foo: give gpu, mps, cpu, remove, float32, auto, usual, int8, full or measure, or nothing",
                "engine cpu accept=x | accept=x: only engine gpu downloads something that has a licence."
            })
    void whatIsDoneWithModelsTellsWhatItWants(String line, String told) {
        String refused = assertThrows(Refusal.class, () -> ModelsLine.run(List.of(line.split(" ")), Progress.NONE))
                .getMessage();
        assertTrue(refused.contains(told), refused);
    }
}

using CsCheck;
using Xunit;

namespace BootLab.Rom.Tests.Script;

public class ScriptFuzzTests
{
    // goto is left out: a loop is cut off only after 100,000 lines, and has a test of its own.
    private static readonly string[] Words =
    [
        "echo", "set", "clear", "show", "inc", "isset", "iseq", "sleep", "exit", "ifopen", "ifclose", "ifstat", "route", "sanhook", "sanboot", "sanunhook", "chain", "boot", "kernel", "imgfree",
        "prompt", "autoboot", "iflinkwait", "||", "&&", ";", "#", "\\\n", "\n", "\n:", "--", "-", "--drive", "-d", "--timeout", "net0", "net1/ip", "netX", "10.0.0.1", "255.255.255.255", "0x80", "-1",
        "99999999999999999999", "iscsi:", "iscsi:10.0.0.2::::iqn", "iscsi:[::1]::99999:1-2-3-4-5:", "tftp:", "tftp://", "%", "%zz", "${", "}", "${ip}", "${net0/ip:hex}", "${${n}", "n:int8", "n:base64",
        "n:guid", "175.189", "0", "keep-san", "san-retries", "priority", "${errno}",
    ];

    private static readonly Gen<string> Noise = Gen.Char['\0', '\u00ff'].Array[0, 12].Select(chars => new string(chars));

    private static readonly Gen<string> Hostile = Gen.Frequency((4, Gen.Int[0, Words.Length - 1].Select(word => Words[word])), (1, Noise)).Array[0, 24].Select(words => string.Join(' ', words));

    [Fact]
    public void Any_bytes_end_a_boot_with_an_outcome() =>
        Hostile.Sample(script => Emulated.Script(script).Outcome.Text.Length > 0, iter: 20_000);

    [Theory]
    [InlineData("set a \\${a}${a}")]
    [InlineData("set a $\nset b {a}\nset c ${a}${b}\necho ${c}")]
    public void Values_that_make_new_expressions_come_to_an_end(string script) => Assert.NotNull(Emulated.Script(script).Outcome);
}

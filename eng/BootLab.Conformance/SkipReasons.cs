namespace BootLab.Conformance;

/// <summary>Why the tool leaves tests of the embedded target out. A reason that is not here is a fault.</summary>
public static class SkipReasons
{
    /// <summary>The tool's words, and what is behind them.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["--allow-sanitize flag is not set. Skipping test."] = "The target does not have SANITIZE: an image is wiped by deleting it. The tool asks for a flag of its own.",
        ["EXTENDEDCOPY is not implemented."] = "Third-party copy is not offered, and not claimed (3PC).",
        ["RECEIVE_COPY_RESULTS is not implemented."] = "As EXTENDED COPY.",
        ["RECEIVECOPYRESULT is not implemented."] = "As EXTENDED COPY.",
        ["WRITEATOMIC16 is not implemented."] = "A command of SBC-4; a file cannot promise it through a power failure.",
        ["LBPPB < 2. Skipping test"] = "A physical block of the disk is one logical block, so nothing can lie across.",
        ["Logical unit is not removable. Skipping test."] = "A disk is not removable unless asked for: run below on one that is.",
        ["Media is not removable."] = "A disk is not removable unless asked for: run below on one that is.",
        ["Logical unit is not write-protected. Skipping test."] = "Run below on a disk that is read-only.",
        ["REPORT_SUPPORTED_OPCODES is not implemented."] = "The tool asks in a way that must be answered with INVALID FIELD IN CDB, and takes this very answer for a lack of the command.",
        ["WRITESAME10 does not support 0-blocks."] = "The Block Limits page says that a length of zero is not taken as \"to the end\" (WSNZ).",
        ["WRITESAME16 does not support 0-blocks."] = "As WRITE SAME (10).",
    };
}

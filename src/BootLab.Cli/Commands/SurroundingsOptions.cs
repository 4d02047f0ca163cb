using System.CommandLine;
using BootLab.Labs.Files;
using BootLab.Rules;

namespace BootLab.Cli.Commands;

/// <summary>How commands are told what is known besides a table: by a lab, or by a machine file.</summary>
internal sealed class SurroundingsOptions(string labPurpose, string machinePurpose)
{
    private readonly Option<string?> _lab = new("--lab") { Description = labPurpose };
    private readonly Option<string?> _machine = new("--machine") { Description = machinePurpose };

    public void AddTo(Command command)
    {
        command.Add(_lab);
        command.Add(_machine);
    }

    /// <summary>The lab, when one is named.</summary>
    public LabFile? Lab(ParseResult result)
    {
        if (result.GetValue(_lab) is not { } lab)
        {
            return null;
        }

        return result.GetValue(_machine) is null ? LabSource.Load(lab) : throw CommandFailure.Usage("found --lab and --machine, expected one of them");
    }

    /// <summary>What is known; nothing when neither is named.</summary>
    public Surroundings Read(ParseResult result) =>
        Lab(result) is { } lab ? Surroundings.Of(lab)
        : result.GetValue(_machine) is { } machine ? LabSource.Guard(() => Surroundings.Load(machine))
        : new Surroundings(RuleContext.None, Os: null);
}

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
    public LabFile? Lab(ParseResult result) => result.GetValue(_lab) is { } lab ? LabSource.Load(lab) : null;

    /// <summary>What is known; nothing when neither is named.</summary>
    public Surroundings Read(ParseResult result)
    {
        var (lab, machine) = (result.GetValue(_lab), result.GetValue(_machine));
        if (lab is not null && machine is not null)
        {
            throw CommandFailure.Usage("found --lab and --machine, expected one of them");
        }

        return machine is not null ? LabSource.Guard(() => Surroundings.Load(machine))
            : lab is not null ? Surroundings.Of(LabSource.Load(lab))
            : new Surroundings(RuleContext.None, Os: null);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BootLab.Iscsi.Target;

// Faults as text, for command lines: TRIGGER[:FIRST[-[LAST]]]=ACTION[:VALUE].
public sealed partial record TargetFault
{
    private static readonly Dictionary<string, FaultTrigger> Triggers = new()
    {
        ["login"] = FaultTrigger.Login,
        ["command"] = FaultTrigger.Command,
        ["read"] = FaultTrigger.Read,
        ["data-in"] = FaultTrigger.ReadData,
        ["write"] = FaultTrigger.Write,
        ["data-out"] = FaultTrigger.DataOut,
        ["nop"] = FaultTrigger.Nop,
        ["pdu"] = FaultTrigger.ReceivedPdu,
        ["answer"] = FaultTrigger.SentPdu,
    };

    private static readonly Dictionary<string, FaultAction> Actions = new()
    {
        ["close"] = FaultAction.Close,
        ["silence"] = FaultAction.Silence,
        ["delay"] = FaultAction.Delay,
        ["refuse"] = FaultAction.Refuse,
        ["redirect"] = FaultAction.Redirect,
        ["busy"] = FaultAction.Busy,
        ["task-set-full"] = FaultAction.TaskSetFull,
        ["unit-attention"] = FaultAction.UnitAttention,
        ["medium-error"] = FaultAction.MediumError,
        ["ping"] = FaultAction.Ping,
        ["reject"] = FaultAction.Reject,
        ["async"] = FaultAction.AsyncMessage,
        ["header-digest"] = FaultAction.WrongHeaderDigest,
        ["data-digest"] = FaultAction.WrongDataDigest,
        ["stat-sn"] = FaultAction.WrongStatSN,
        ["truncate"] = FaultAction.Truncate,
        ["garbage"] = FaultAction.Garbage,
    };

    /// <summary>How a fault is written, for people.</summary>
    public static string Syntax { get; } =
        "TRIGGER[:FIRST[-[LAST]]]=ACTION[:VALUE], counted from 1; without FIRST the first one, with \"FIRST-\" all from there on. "
        + $"Triggers: {string.Join(", ", Triggers.Keys)}. Actions: {string.Join(", ", Actions.Keys)}; "
        + "delay takes a time such as 200ms or 2s, reject a reason and async an event as a number";

    /// <summary>Reads a fault: <c>read:3=busy</c> has the third READ end with BUSY, <c>command:1-=delay:2s</c> delays every command.</summary>
    /// <param name="text">The fault.</param>
    /// <param name="fault">What was read.</param>
    /// <param name="error">What is wrong; null on success.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out TargetFault? fault, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = null;
        var (left, right) = Cut(text, '=');
        var (triggerName, numbers) = Cut(left, ':');
        var (actionName, value) = Cut(right ?? "", ':');
        if (right is null || !Triggers.TryGetValue(triggerName, out var trigger))
        {
            error = right is null ? $"found '{text}', expected TRIGGER=ACTION" : $"found trigger '{triggerName}', expected one of {string.Join(", ", Triggers.Keys)}";
            return false;
        }

        if (!Actions.TryGetValue(actionName, out var action))
        {
            error = $"found action '{actionName}', expected one of {string.Join(", ", Actions.Keys)}";
            return false;
        }

        if (!TryReadNumbers(numbers ?? "1", out var first, out var last))
        {
            error = $"found '{numbers}', expected which {triggerName} it shall be: 3, 3-5 or 3-";
            return false;
        }

        fault = new TargetFault(trigger, first - 1, action, last == int.MaxValue ? int.MaxValue : last - first + 1);
        error = Misfit(triggerName, trigger, actionName, action) ?? fault.TakeValue(actionName, value, out fault);
        return error is null;
    }

    private string? TakeValue(string actionName, string? value, out TargetFault fault)
    {
        fault = this;
        if (value is null)
        {
            return null;
        }

        switch (Action)
        {
            case FaultAction.Delay:
                fault = this with { Delay = ReadTime(value) ?? TimeSpan.Zero };
                return fault.Delay > TimeSpan.Zero ? null : $"found '{value}', expected a time such as 200ms or 2s";
            case FaultAction.Reject or FaultAction.AsyncMessage:
                var isNumber = value.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
                    ? byte.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    : byte.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out code);
                fault = this with { Code = code };
                return isNumber ? null : $"found '{value}', expected a number from 0 to 255 for {actionName}";
            default:
                return $"{actionName} takes no value, found '{value}'";
        }
    }

    // What cannot happen there; null when it can.
    private static string? Misfit(string triggerName, FaultTrigger trigger, string actionName, FaultAction action)
    {
        var canHappen = action switch
        {
            FaultAction.Refuse or FaultAction.Redirect => trigger == FaultTrigger.Login,
            FaultAction.Busy or FaultAction.TaskSetFull or FaultAction.UnitAttention or FaultAction.MediumError =>
                trigger is FaultTrigger.Command or FaultTrigger.Read or FaultTrigger.ReadData or FaultTrigger.Write or FaultTrigger.DataOut or FaultTrigger.ReceivedPdu,
            FaultAction.Ping or FaultAction.AsyncMessage => trigger is not (FaultTrigger.SentPdu or FaultTrigger.Login),
            FaultAction.Reject => trigger is not (FaultTrigger.SentPdu or FaultTrigger.ReadData),
            _ => true,
        };
        return canHappen ? null : $"'{actionName}' cannot happen to '{triggerName}'";
    }

    private static bool TryReadNumbers(string text, out int first, out int last)
    {
        var (from, to) = Cut(text, '-');
        last = int.MaxValue;
        if (!int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out first) || first < 1)
        {
            return false;
        }

        last = to is null ? first : int.MaxValue;
        return string.IsNullOrEmpty(to) || (int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out last) && last >= first);
    }

    private static TimeSpan? ReadTime(string text)
    {
        var (digits, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : (text.TrimEnd('s'), 1.0);
        return double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit <= 86400
            ? TimeSpan.FromSeconds(number * unit)
            : null;
    }

    private static (string Left, string? Right) Cut(string text, char at)
    {
        var index = text.IndexOf(at);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}

using System.Diagnostics;

namespace BootLab.Testing;

/// <summary>Waits for what happens on its own time, in another process or on another thread.</summary>
public static class Wait
{
    /// <summary>It ends a hang. Nothing that is only slow takes as long, on whatever machine, whatever else runs on it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns when a condition holds.</summary>
    /// <param name="holds">The condition, asked again and again.</param>
    /// <param name="found">What is there instead, for the error's message when <see cref="Limit"/> is over.</param>
    public static void Until(Func<bool> holds, Func<string> found)
    {
        for (var clock = Stopwatch.StartNew(); !IsOver(holds, found, clock);)
        {
            Thread.Sleep(s_pause);
        }
    }

    /// <inheritdoc cref="Until"/>
    public static async Task UntilAsync(Func<bool> holds, Func<string> found)
    {
        for (var clock = Stopwatch.StartNew(); !IsOver(holds, found, clock);)
        {
            await Task.Delay(s_pause);
        }
    }

    private static bool IsOver(Func<bool> holds, Func<string> found, Stopwatch clock)
    {
        ArgumentNullException.ThrowIfNull(holds);
        ArgumentNullException.ThrowIfNull(found);
        return holds() || (clock.Elapsed > Limit ? throw new TimeoutException($"after {Limit.TotalMinutes:0} minutes of waiting: {found()}") : false);
    }
}

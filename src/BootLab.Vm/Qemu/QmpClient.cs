using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BootLab.Vm.Qemu;

/// <summary>QEMU's machine protocol: one JSON object a line. Commands are answered in order; events come in between.</summary>
public sealed class QmpClient : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly StreamReader _reader;
    private readonly ConcurrentQueue<TaskCompletionSource<JsonNode>> _waiting = new();
    private readonly SemaphoreSlim _turn = new(1);

    internal QmpClient(NetworkStream stream)
    {
        _reader = new StreamReader(stream);
        _writer = new StreamWriter(stream) { AutoFlush = true };
        Ended = PumpAsync();
    }

    /// <summary>Is told of each event (SHUTDOWN, RESET, GUEST_PANICKED, ...), on the thread that reads.</summary>
    public event Action<string, JsonNode?>? Occurred;

    internal Task Ended { get; }

    /// <summary>Runs a command; the result is what it returns.</summary>
    /// <exception cref="VmException">QEMU refused it, or has ended.</exception>
    public async Task<JsonNode> ExecuteAsync(string command, JsonObject? arguments = null, CancellationToken cancellation = default)
    {
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new JsonObject { ["execute"] = command };
        if (arguments is not null)
        {
            request["arguments"] = arguments;
        }

        await _turn.WaitAsync(cancellation);
        try
        {
            _waiting.Enqueue(answer);
            await _writer.WriteLineAsync(request.ToJsonString());
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            throw new VmException($"QEMU has ended before {command}");
        }
        finally
        {
            _turn.Release();
        }

        if (Ended.IsCompleted)
        {
            FailWaiting();
        }

        return await answer.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
        _turn.Dispose();
    }

    private async Task PumpAsync()
    {
        try
        {
            while (await _reader.ReadLineAsync() is { } line)
            {
                if (JsonNode.Parse(line) is not JsonObject message)
                {
                    continue;
                }

                if (message["event"] is { } name)
                {
                    Occurred?.Invoke(name.GetValue<string>(), message["data"]);
                }
                else if (message["return"] is { } result && _waiting.TryDequeue(out var answer))
                {
                    answer.SetResult(result);
                }
                else if (message["error"] is { } error && _waiting.TryDequeue(out var refused))
                {
                    refused.SetException(new VmException($"QEMU: {error["desc"]}"));
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException or JsonException or InvalidOperationException)
        {
            // QEMU has ended, perhaps in the middle of a line.
        }

        FailWaiting();
    }

    private void FailWaiting()
    {
        while (_waiting.TryDequeue(out var answer))
        {
            answer.TrySetException(new VmException("QEMU has ended"));
        }
    }
}

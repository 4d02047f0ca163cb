using System.Buffers.Binary;
using System.Text;
using BootLab.Iscsi.Target;
using BootLab.Iscsi.Wire;
using BootLab.Testing;

namespace BootLab.Iscsi.Tests.Support;

/// <summary>One initiator port at LUN 1 of a target, over the bytes of a session: a command in, what became of it out.</summary>
public sealed class DiskClient : IDisposable
{
    private readonly PduReader _sent = new(1 << 20);
    private readonly TargetSession _session;
    private uint _cmdSN = 1;

    private DiskClient(TargetServer server, ushort port)
    {
        _session = new TargetSession(server, Rig.Portal, Rig.Peer);
        var keys = $"InitiatorName=iqn.2026-01.test:port{port}\0TargetName={Rig.TargetName}\0InitialR2T=Yes\0ImmediateData=Yes\0";
        Send(new LoginRequest(0x87, 0, 0, Isid.FromFenSystems(port), 0, 1, 0, _cmdSN, 5), Encoding.ASCII.GetBytes(keys));
        if (LoginResponse.Read(Next().Header).StatusClass != 0)
        {
            throw new InvalidOperationException("the login was refused");
        }
    }

    /// <summary>A target with one disk, for clients that share it.</summary>
    public static TargetServer Serve(IBlockStore store, bool reportsPowerOn = false, bool isRemovable = false) => new(
        [new TargetOptions { Name = Rig.TargetName, Luns = new Dictionary<ushort, IBlockStore> { [1] = store }, ReportsPowerOn = reportsPowerOn, IsRemovable = isRemovable }],
        new Random(1),
        new ManualTime());

    /// <summary>The only client of a disk.</summary>
    public static DiskClient On(IBlockStore store) => At(Serve(store));

    /// <summary>A client that logs in by its own initiator port.</summary>
    public static DiskClient At(TargetServer server, ushort port = 1) => new(server, port);

    /// <summary>A blank thin disk in memory.</summary>
    public static CopyOnWriteBlockStore Blank(long blocks = 2048, int blockSize = 512) => new(new ZeroBlockStore(blocks, blockSize));

    /// <summary>Runs a command.</summary>
    /// <param name="cdb">Hexadecimal.</param>
    /// <param name="dataOut">Data for the unit.</param>
    /// <param name="expected">How many bytes are expected from the unit.</param>
    public ScsiAnswer Run(string cdb, byte[]? dataOut = null, uint expected = 0)
    {
        var flags = (byte)(0x81 | (dataOut is not null ? 0x20 : expected > 0 ? 0x40 : 0));
        var command = new ScsiCommand(
            false, flags, 1ul << 48, 9, dataOut is null ? expected : (uint)dataOut.Length, _cmdSN++, 7, Cdb.FromBytes(Convert.FromHexString(cdb.Replace(" ", "", StringComparison.Ordinal))));
        Send(command);
        var data = new List<byte>();
        while (true)
        {
            var pdu = Next();
            switch (pdu.Header.Opcode)
            {
                case Opcode.ReadyToTransfer:
                    var wish = ReadyToTransfer.Read(pdu.Header);
                    Send(
                        new DataOut(0x80, command.Lun, command.InitiatorTaskTag, wish.TargetTransferTag, 7, 0, wish.BufferOffset),
                        dataOut.AsSpan((int)wish.BufferOffset, (int)wish.DesiredDataTransferLength));
                    break;
                case Opcode.DataIn:
                    data.AddRange(pdu.Data);
                    if ((pdu.Header.Flags & DataIn.StatusFlag) != 0)
                    {
                        return new ScsiAnswer(0, null, [.. data], pdu.Header.Flags & 6);
                    }

                    break;
                case Opcode.ScsiResponse:
                    var response = ScsiResponse.Read(pdu.Header);
                    return new ScsiAnswer(
                        response.Status, pdu.Data.Length > 2 ? pdu.Data[2..(2 + BinaryPrimitives.ReadUInt16BigEndian(pdu.Data))].ToArray() : null, [.. data], pdu.Header.Flags & 6);
                default:
                    throw new InvalidOperationException($"{pdu.Header.Opcode} in place of an answer");
            }
        }
    }

    /// <summary>Runs a command that takes data and says its status, as <see cref="ScsiAnswer.ToString"/>.</summary>
    public string Put(string cdb, byte[] dataOut) => Run(cdb, dataOut).ToString();

    /// <summary>Begins a write and stops when its data are asked for.</summary>
    public ReadyToTransfer Announce(string cdb, uint length)
    {
        Send(new ScsiCommand(false, 0xa1, 1ul << 48, 9, length, _cmdSN++, 7, Cdb.FromBytes(Convert.FromHexString(cdb.Replace(" ", "", StringComparison.Ordinal)))));
        return ReadyToTransfer.Read(Next().Header);
    }

    /// <summary>Sends the data that were asked for; false when there is no answer to them.</summary>
    public bool Deliver(ReadyToTransfer wish, byte[] data)
    {
        Send(new DataOut(0x80, 1ul << 48, 9, wish.TargetTransferTag, 7, 0, wish.BufferOffset), data);
        return _session.TryTakeOutput(out _);
    }

    /// <summary>A logical unit reset, or with function 6 a target reset.</summary>
    public void Reset(byte function = 5)
    {
        Send(new TaskManagementRequest(true, function, 1ul << 48, 10, PduHeader.ReservedTag, _cmdSN, 7, 0, 0));
        if (TaskManagementResponse.Read(Next().Header).Response != 0)
        {
            throw new InvalidOperationException("the reset was refused");
        }
    }

    /// <summary>The connection ends.</summary>
    public void Dispose() => _session.End();

    private void Send<T>(in T header, ReadOnlySpan<byte> data = default)
        where T : struct, IPduHeader<T> => _session.Receive(PduWriter.ToArray(header, data));

    private Pdu Next()
    {
        Pdu pdu;
        while (!_sent.TryRead(out pdu))
        {
            if (!_session.TryTakeOutput(out var segment))
            {
                throw new InvalidOperationException("the target answered nothing");
            }

            _sent.Append(segment.Span);
        }

        return pdu;
    }
}

namespace BootLab.Ibft.Tests;

public class RoundTripTests
{
    [Theory]
    [MemberData(nameof(Fixtures.All), MemberType = typeof(Fixtures))]
    public void WhatWasReadIsWrittenAgain(string name)
    {
        var bytes = Fixtures.Bytes(name);

        var reading = IbftReader.ReadLenient(bytes);

        Assert.Equal(bytes, IbftWriter.Write(reading.Table!));
    }
}

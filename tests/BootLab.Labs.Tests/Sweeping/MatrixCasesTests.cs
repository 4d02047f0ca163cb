using System.Text;
using BootLab.Labs.Files;
using BootLab.Labs.Sweeping;
using BootLab.Testing;
using Xunit;

namespace BootLab.Labs.Tests.Sweeping;

/// <summary>Which cases there are, what they are called, and how they are shared.</summary>
public sealed class MatrixCasesTests
{
    private static readonly LabFile s_lab = LabLoader.Load(Repository.PathTo("labs", "nic-order"));

    [Fact]
    public void Every_combination_is_a_case_with_an_id_that_can_be_read()
    {
        var cases = MatrixCases.Of(s_lab);
        Assert.Equal(s_lab.Matrix!.Values.ByDimension.Values.Aggregate(1, (product, list) => product * list.Count), cases.Count);
        Assert.Equal(cases.Count, cases.Select(one => one.Id).Distinct().Count());
        Assert.Equal("producer=ipxe,firmware=bios,delivery=low-memory,listed=as-is,nic-order=san+lan,memory-order=as-is,index=dense,zero-ip=as-is", cases[0].Id);
        Assert.Equal("producer=ipxe,firmware=bios,delivery=low-memory,listed=as-is,nic-order=san+lan,memory-order=as-is,index=dense,zero-ip=san", cases[1].Id);
    }

    [Fact]
    public void An_id_depends_on_the_values_alone()
    {
        var values = new Dictionary<MatrixDimension, string> { [MatrixDimension.Index] = "zero", [MatrixDimension.Producer] = "ipxe" };
        Assert.Equal("producer=ipxe,index=zero", new MatrixCase(values).Id);
        Assert.Equal(new MatrixCase(values), new MatrixCase(values.Reverse().ToDictionary()));
    }

    [Fact]
    public void A_subset_takes_the_place_of_the_values_that_it_names()
    {
        var lab = Lab("""
              producer: [ipxe, bootlab]
              index: [dense, zero]
              subsets:
                one: {producer: gpxe-1.0.0}
                two: [{producer: ipxe}, {index: zero}]
            """);
        Assert.Equal(["producer=gpxe-1.0.0,index=dense", "producer=gpxe-1.0.0,index=zero"], Ids(lab, "one"));
        Assert.Equal(["producer=ipxe,index=dense", "producer=ipxe,index=zero", "producer=bootlab,index=zero"], Ids(lab, "two"));
        Assert.Contains("expected one of one, two", Assert.Throws<ArgumentException>(() => MatrixCases.Of(lab, "three")).Message);
    }

    [Fact]
    public void A_boot_program_that_is_not_there_for_a_firmware_is_left_out()
    {
        var lab = Lab("""
              producer: [gpxe-1.0.0, ipxe, edk2]
              firmware: [bios, uefi]
            """);
        Assert.Equal(["producer=gpxe-1.0.0,firmware=bios", "producer=ipxe,firmware=bios", "producer=ipxe,firmware=uefi", "producer=edk2,firmware=uefi"], Ids(lab, null));
    }

    [Fact]
    public void A_lab_without_a_matrix_says_so() =>
        Assert.Contains("has no 'matrix'", Assert.Throws<ArgumentException>(() => MatrixCases.Of(LabLoader.Load(Repository.PathTo("labs", "linux-login")))).Message);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(300)]
    public void Shards_share_the_cases_each_to_one(int count)
    {
        var shards = Enumerable.Range(1, count).Select(number => new Shard(number, count)).ToList();
        Assert.All(MatrixCases.Of(s_lab), one => Assert.Single(shards, shard => shard.Has(one)));
    }

    [Fact]
    public void Shards_are_of_about_one_size_and_never_change()
    {
        var cases = MatrixCases.Of(s_lab);
        Assert.All(Enumerable.Range(1, 4), number => Assert.InRange(cases.Count(new Shard(number, 4).Has), cases.Count / 8, cases.Count / 2));
        // SHA-256 of "index=zero" begins with that number.
        var zero = new MatrixCase(new Dictionary<MatrixDimension, string> { [MatrixDimension.Index] = "zero" });
        Assert.Equal((int)(Convert.ToUInt64(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("index=zero"u8))[..16], 16) % 10) + 1, Enumerable.Range(1, 10).Single(number => new Shard(number, 10).Has(zero)));
    }

    [Theory]
    [InlineData("1/1", true)]
    [InlineData("3/4", true)]
    [InlineData("0/4", false)]
    [InlineData("5/4", false)]
    [InlineData("1", false)]
    [InlineData("-1/2", false)]
    [InlineData("1/2/3", false)]
    [InlineData("a/b", false)]
    [InlineData("1/99999999999", false)]
    public void A_shard_is_written_as_part_of_parts(string text, bool isOne)
    {
        Assert.Equal(isOne, Shard.TryParse(text, out var shard));
        Assert.Equal(isOne ? text : "1/1", shard.ToString());
    }

    private static LabFile Lab(string matrix) => LabLoader.Parse(Encoding.UTF8.GetBytes($"""
        lab: small
        title: A matrix
        machine:
          firmware: bios
          nics: [{"{"}name: san, mac: "52:54:00:00:08:40", pci: "08:04.0", network: san{"}"}]
        networks: {"{"}san: {"{"}subnet: 10.9.0.0/24{"}"}{"}"}
        rom: {"{"}producer: ipxe{"}"}
        matrix:
        {matrix}
        """), "/small/lab.yaml");

    private static IEnumerable<string> Ids(LabFile lab, string? subset) => MatrixCases.Of(lab, subset).Select(one => one.Id);
}

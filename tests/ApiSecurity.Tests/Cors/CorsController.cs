using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Mvc;

namespace ApiSecurity.Tests.Cors;

/// <summary>How controllers say what minimal endpoints say with conventions.</summary>
[Route("controller")]
public sealed class CorsController : ControllerBase
{
    [HttpPost("form")]
    public int Form([FromForm] int value) => value;

    [HttpPost("json")]
    public string Json() => "done";

    [HttpGet("plain")]
    [HttpDelete("plain")]
    public string Plain() => "plain";

    [HttpGet("named")]
    [HttpPut("named")]
    [EnableCors("partner")]
    public string Named() => "named";

    [HttpGet("closed")]
    [HttpPut("closed")]
    [DisableCors]
    public string Closed() => "closed";
}

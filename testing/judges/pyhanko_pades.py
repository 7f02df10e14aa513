"""pyHanko as a judge and as a maker of PAdES files. Reads one JSON object from standard input, prints one."""
import asyncio
import base64
import io
import json
import sys
from datetime import datetime, timezone

from asn1crypto import crl as asn1_crl, keys as asn1_keys, ocsp as asn1_ocsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleCertificateStore, SimpleTrustManager


def der(text):
    return base64.b64decode(text)


def certificates(texts):
    return [x509.Certificate.load(der(text)) for text in texts]


def at(text):
    return datetime.fromisoformat(text).astimezone(timezone.utc)


def context(order, **more):
    return ValidationContext(
        trust_roots=certificates(order["roots"]),
        other_certs=certificates(order.get("others", [])),
        crls=[asn1_crl.CertificateList.load(der(one)) for one in order.get("crls", [])],
        ocsps=[asn1_ocsp.OCSPResponse.load(der(one)) for one in order.get("ocsps", [])],
        moment=at(order["at"]),
        allow_fetching=False,
        revocation_mode=order.get("mode", "soft-fail"),
        **more,
    )


def told(status):
    found = {
        "intact": status.intact,
        "valid": status.valid,
        "trusted": status.trusted,
        "summary": status.summary(),
    }
    for name in ("bottom_line", "docmdp_ok", "seed_value_ok"):
        if hasattr(status, name):
            found[name] = getattr(status, name)
    for name in ("coverage", "modification_level"):
        value = getattr(status, name, None)
        found[name] = None if value is None else value.name
    stamp = getattr(status, "timestamp_validity", None)
    if stamp is not None:
        found["stamp"] = {"valid": stamp.valid, "trusted": stamp.trusted, "time": stamp.timestamp.isoformat()}
    return found


async def validate(order):
    reader = PdfFileReader(io.BytesIO(der(order["pdf"])))
    signatures, stamps = [], []
    for one in reader.embedded_regular_signatures:
        status = await async_validate_pdf_signature(one, context(order))
        signatures.append({"field": one.field_name, **told(status)})
    for one in reader.embedded_timestamp_signatures:
        status = await async_validate_pdf_timestamp(one, context(order))
        stamps.append({"field": one.field_name, **told(status)})
    return {"signatures": signatures, "stamps": stamps}


async def validate_years_later(order):
    """EN 319 102-1 5.6.3, with nothing but the roots and what the file carries; every certificate needs evidence."""
    reader = PdfFileReader(io.BytesIO(der(order["pdf"])))
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=certificates(order["roots"])),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=policy,
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY
            ),
        )
    )
    now = at(order["at"])
    answers = []
    for one in reader.embedded_regular_signatures:
        found = await ades_lta_validation(
            one, spec, timing_info=ValidationTimingInfo(now, now, point_in_time_validation=True)
        )
        answers.append(
            {
                "field": one.field_name,
                "indication": str(found.ades_subindic),
                "why": found.failure_msg,
                "best": None
                if found.best_signature_time is None
                else found.best_signature_time.isoformat(),
            }
        )
    return {"signatures": answers}


def signer_of(order, name):
    registry = SimpleCertificateStore()
    registry.register_multiple(certificates(order[name]["chain"]))
    return {
        "signing_cert": certificates([order[name]["certificate"]])[0],
        "signing_key": asn1_keys.PrivateKeyInfo.load(der(order[name]["key"])),
        "cert_registry": registry,
    }


def clock(order):
    parts = signer_of(order, "tsa")
    return timestamps.DummyTimeStamper(
        tsa_cert=parts["signing_cert"],
        tsa_key=parts["signing_key"],
        certs_to_embed=parts["cert_registry"],
        fixed_dt=at(order["at"]),
    )


async def make(order):
    """One file for each level; later revisions as asked for: a second signature, a filled field."""
    files = {}
    for level in order["levels"]:
        writer = IncrementalPdfFileWriter(io.BytesIO(der(order["pdf"])))
        lt = level in ("LT", "LTA")
        metadata = signers.PdfSignatureMetadata(
            field_name="Sig1",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            embed_validation_info=lt,
            use_pades_lta=level == "LTA",
            validation_context=context(order) if lt else None,
            certify=bool(order.get("certify")),
        )
        signer = signers.SimpleSigner(**signer_of(order, "signer"))
        out = await signers.PdfSigner(
            metadata, signer=signer, timestamper=None if level == "B" else clock(order)
        ).async_sign_pdf(writer)
        files[level] = base64.b64encode(out.getvalue()).decode()
    return files


async def sign_again(order):
    """Signs a file of ours once more, in a field of its own or in one that is there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(der(order["pdf"])))
    metadata = signers.PdfSignatureMetadata(
        field_name=order["field"], md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES
    )
    signer = signers.SimpleSigner(**signer_of(order, "signer"))
    out = await signers.PdfSigner(metadata, signer=signer).async_sign_pdf(writer)
    return {"pdf": base64.b64encode(out.getvalue()).decode()}


async def prepare(order):
    """Empty fields as pyHanko makes them: with a seed value, a lock, a box."""
    writer = IncrementalPdfFileWriter(io.BytesIO(der(order["pdf"])))
    fields.append_signature_field(
        writer,
        fields.SigFieldSpec(
            "Boxed",
            on_page=0,
            box=(50, 50, 150, 100),
            seed_value_dict=fields.SigSeedValueSpec(
                flags=fields.SigSeedValFlags.SUBFILTER
                | fields.SigSeedValFlags.REASONS
                | fields.SigSeedValFlags.DIGEST_METHOD,
                subfilters=[fields.SigSeedSubFilter.PADES],
                reasons=["会签"],
                digest_methods=["sha256"],
            ),
            field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, fields=["Other"]),
        ),
    )
    fields.append_signature_field(writer, fields.SigFieldSpec("Other"))
    out = io.BytesIO()
    writer.write(out)
    return {"pdf": base64.b64encode(out.getvalue()).decode()}


WHAT = {"prepare": prepare, "validate": validate, "later": validate_years_later, "make": make, "sign": sign_again}


def answer(order):
    try:
        return asyncio.run(WHAT[order["what"]](order))
    except Exception as error:  # a refusal is an answer
        return {"error": f"{type(error).__name__}: {error}"}


print(json.dumps([answer(order) for order in json.load(sys.stdin)]))

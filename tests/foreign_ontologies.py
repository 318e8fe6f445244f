"""One small ontology in every format that is read, for the fixture with mappings: some of its terms are out of use."""

from __future__ import annotations

import json
from pathlib import Path

OBO = """format-version: 1.2
data-version: releases/2026-01-02
ontology: symp

[Term]
id: SYMP:0000001
name: symptom

[Term]
id: SYMP:0000394
name: muscle twitching
is_a: SYMP:0000001 ! symptom

[Term]
id: SYMP:0000395
name: facial muscle twitching
is_a: SYMP:0000394 ! muscle twitching

[Term]
id: SYMP:0000400
name: obsolete flicker
is_obsolete: true
replaced_by: SYMP:0000394

[Typedef]
id: part_of
name: part of
"""

RDF_XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
    xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:obo="http://purl.obolibrary.org/obo/">
  <owl:Ontology rdf:about="http://purl.obolibrary.org/obo/symp.owl">
    <owl:versionIRI rdf:resource="http://purl.obolibrary.org/obo/symp/releases/2026-01-02/symp.owl"/>
  </owl:Ontology>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/SYMP_0000001"><rdfs:label>symptom</rdfs:label></owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/SYMP_0000394">
    <rdfs:label xml:lang="en">muscle twitching</rdfs:label>
    <rdfs:label xml:lang="de">Muskelzucken</rdfs:label>
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/SYMP_0000001"/>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/SYMP_0000395">
    <rdfs:label>facial muscle twitching</rdfs:label>
    <rdfs:subClassOf rdf:resource="http://purl.obolibrary.org/obo/SYMP_0000394"/>
    <rdfs:subClassOf><owl:Restriction/></rdfs:subClassOf>
  </owl:Class>
  <owl:Class rdf:about="http://purl.obolibrary.org/obo/SYMP_0000400">
    <rdfs:label>obsolete flicker</rdfs:label>
    <owl:deprecated rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</owl:deprecated>
    <obo:IAO_0100001 rdf:resource="http://purl.obolibrary.org/obo/SYMP_0000394"/>
  </owl:Class>
</rdf:RDF>
"""

TURTLE = """@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<http://purl.obolibrary.org/obo/symp.owl> a owl:Ontology ; owl:versionInfo "2026-01-02" .
obo:SYMP_0000001 a owl:Class ; rdfs:label "symptom" .
obo:SYMP_0000394 a owl:Class ; rdfs:label "muscle twitching"@en ; rdfs:subClassOf obo:SYMP_0000001 .
obo:SYMP_0000395 a owl:Class ; rdfs:label "facial muscle twitching" ; rdfs:subClassOf obo:SYMP_0000394 .
obo:SYMP_0000400 a owl:Class ; rdfs:label "obsolete flicker" ; owl:deprecated true ;
    obo:IAO_0100001 "SYMP:0000394" .
"""

FUNCTIONAL = """Prefix(obo:=<http://purl.obolibrary.org/obo/>)
Prefix(owl:=<http://www.w3.org/2002/07/owl#>)
Prefix(rdfs:=<http://www.w3.org/2000/01/rdf-schema#>)
Prefix(xsd:=<http://www.w3.org/2001/XMLSchema#>)

Ontology(<http://purl.obolibrary.org/obo/symp.owl> <http://purl.obolibrary.org/obo/symp/releases/2026-01-02/symp.owl>
Declaration(Class(obo:SYMP_0000001))
Declaration(Class(obo:SYMP_0000394))
Declaration(Class(obo:SYMP_0000395))
Declaration(Class(obo:SYMP_0000400))
AnnotationAssertion(rdfs:label obo:SYMP_0000001 "symptom")
AnnotationAssertion(rdfs:label obo:SYMP_0000394 "muscle twitching"@en)
AnnotationAssertion(rdfs:label obo:SYMP_0000395 "facial muscle twitching")
AnnotationAssertion(rdfs:label obo:SYMP_0000400 "obsolete flicker")
AnnotationAssertion(owl:deprecated obo:SYMP_0000400 "true"^^xsd:boolean)
AnnotationAssertion(obo:IAO_0100001 obo:SYMP_0000400 obo:SYMP_0000394)
SubClassOf(obo:SYMP_0000394 obo:SYMP_0000001)
SubClassOf(obo:SYMP_0000395 obo:SYMP_0000394)
)
"""

OWL_XML = """<?xml version="1.0"?>
<Ontology xmlns="http://www.w3.org/2002/07/owl#" xml:base="http://purl.obolibrary.org/obo/symp.owl"
    ontologyIRI="http://purl.obolibrary.org/obo/symp.owl"
    versionIRI="http://purl.obolibrary.org/obo/symp/releases/2026-01-02/symp.owl">
  <Declaration><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000001"/></Declaration>
  <Declaration><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000394"/></Declaration>
  <Declaration><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000395"/></Declaration>
  <Declaration><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000400"/></Declaration>
  <SubClassOf>
    <Class IRI="http://purl.obolibrary.org/obo/SYMP_0000394"/><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000001"/>
  </SubClassOf>
  <SubClassOf>
    <Class IRI="http://purl.obolibrary.org/obo/SYMP_0000395"/><Class IRI="http://purl.obolibrary.org/obo/SYMP_0000394"/>
  </SubClassOf>
{notes}</Ontology>
"""

OWL_XML_NOTE = """  <AnnotationAssertion>
    <AnnotationProperty IRI="{property}"/><IRI>http://purl.obolibrary.org/obo/SYMP_{term}</IRI>{value}
  </AnnotationAssertion>
"""

LABELS = {
    "0000001": "symptom",
    "0000394": "muscle twitching",
    "0000395": "facial muscle twitching",
    "0000400": "obsolete flicker",
}


def owl_xml() -> str:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    notes = [(label, term, f"<Literal>{name}</Literal>") for term, name in LABELS.items()]
    notes.append(("http://www.w3.org/2002/07/owl#deprecated", "0000400", "<Literal>true</Literal>"))
    successor = "<IRI>http://purl.obolibrary.org/obo/SYMP_0000394</IRI>"
    notes.append(("http://purl.obolibrary.org/obo/IAO_0100001", "0000400", successor))
    written = (OWL_XML_NOTE.format(property=prop, term=term, value=value) for prop, term, value in notes)
    return OWL_XML.replace("{notes}", "".join(written))


def obograph() -> str:
    home = "http://purl.obolibrary.org/obo/"
    nodes: list[dict[str, object]] = [
        {"id": f"{home}SYMP_{term}", "lbl": name, "type": "CLASS"} for term, name in LABELS.items()
    ]
    successor = {"pred": f"{home}IAO_0100001", "val": f"{home}SYMP_0000394"}
    nodes[-1]["meta"] = {"deprecated": True, "basicPropertyValues": [successor]}
    nodes.append({"id": f"{home}BFO_0000050", "lbl": "part of", "type": "PROPERTY"})
    edges = [
        {"sub": f"{home}SYMP_{below}", "pred": "is_a", "obj": f"{home}SYMP_{above}"}
        for below, above in (("0000394", "0000001"), ("0000395", "0000394"))
    ]
    meta = {"version": f"{home}symp/releases/2026-01-02/symp.json"}
    return json.dumps({"graphs": [{"id": f"{home}symp.owl", "meta": meta, "nodes": nodes, "edges": edges}]})


def write_formats(folder: Path) -> dict[str, Path]:
    """Write the ontology in every format into a folder; return the files by format."""
    texts = {
        "obo": ("symp.obo", OBO),
        "rdf/xml": ("symp.owl", RDF_XML),
        "turtle": ("symp.ttl", TURTLE),
        "functional": ("symp.ofn", FUNCTIONAL),
        "owl/xml": ("symp.owx", owl_xml()),
        "obo graph": ("symp.json", obograph()),
    }
    for name, text in texts.values():
        (folder / name).write_text(text, encoding="utf-8")
    return {form: folder / name for form, (name, _) in texts.items()}
